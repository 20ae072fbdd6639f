import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { findOnPath, run } from './command.ts';

const attempts = 3;

/** The npm package that holds the Node of this platform: its binary and its C headers. */
export function nodePackageName(): string {
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${process.platform}-${process.arch}`;
}

/** The machine's npm, run by a Node of its own version and with that Node's C headers. */
export class Npm {
  /** The path of the Node that runs it. */
  readonly node: string;
  readonly #script: string;

  private constructor(script: string, node: string) {
    this.#script = script;
    this.node = node;
  }

  /** Installs Node `version` into `folder` when it is not there, and gives an npm that runs on it. */
  static async withNode(folder: string, version: string): Promise<Npm> {
    const script = await npmScript();
    const node = join(folder, 'node_modules', nodePackageName(), 'bin', 'node');
    if (!existsSync(node)) {
      await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
      const spec = `${nodePackageName()}@${version}`;
      await new Npm(script, process.execPath).run(
        ['install', '--ignore-scripts', '--no-audit', '--no-fund', spec],
        folder,
      );
    }
    return new Npm(script, node);
  }

  /** Runs one npm command in `folder`: three tries, each after the first on an empty node_modules. Throws after the last. */
  async run(args: readonly string[], folder: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { code, output } = await run(this.node, [this.#script, ...args], {
        cwd: folder,
        env: this.#environment(),
        output: 'capture',
      });
      if (code === 0) {
        return;
      }
      if (attempt === attempts) {
        throw new Error(`npm ${args.join(' ')} failed ${attempts} times. It printed:\n${tail(output)}`);
      }
      if (args[0] === 'install') {
        await rm(join(folder, 'node_modules'), { recursive: true, force: true });
      }
    }
  }

  /** What npm tells the scripts that it runs is about another package here; the user's own npm configuration stays. */
  #environment(): NodeJS.ProcessEnv {
    const told = /^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(local_)?prefix$|config_global$)/i;
    const inherited = Object.entries(process.env).filter(([name]) => !told.test(name) && name !== 'INIT_CWD');
    const bin = dirname(this.node);
    return {
      ...Object.fromEntries(inherited),
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      npm_config_nodedir: dirname(bin),
    };
  }
}

/** npm's own script: the one that runs this program when npm does, else the one on PATH. */
async function npmScript(): Promise<string> {
  const running = process.env['npm_execpath'];
  if (running?.endsWith('npm-cli.js')) {
    return running;
  }
  const onPath = await findOnPath('npm');
  if (onPath === undefined) {
    throw new Error('npm is not on PATH: install it and run the command again.');
  }
  return onPath;
}

function tail(output: string): string {
  return output.trimEnd().split('\n').slice(-25).join('\n');
}
