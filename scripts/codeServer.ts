import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, type Progress, withFolderLock } from '../test/cluster/host/cacheFolder.ts';
import { run, runOrThrow } from './command.ts';
import { rootFolder } from './folder.ts';
import { Npm, nodePackageName } from './npm.ts';
import { ensureSystem } from './system.ts';

/** A VS Code as the npm package code-server carries it, and the Node that the desktop build of that VS Code runs. */
export interface VSCodeRelease {
  readonly vscode: string;
  readonly codeServer: string;
  readonly node: string;
  /** Packages whose published form asks a host other than the registry; each is replaced by this version of itself. */
  readonly replaced: Readonly<Record<string, string>>;
}

/** The lowest VS Code that the extension claims to run on, and the newest that it is tried on. */
export const releases = {
  floor: {
    vscode: '1.105.1',
    codeServer: '4.105.1',
    node: '22.19.0',
    replaced: { '@parcel/watcher': '2.5.1', '@vscode/ripgrep': '1.18.0' },
  },
  newest: { vscode: '1.139.1', codeServer: '4.139.1', node: '24.18.1', replaced: {} },
} as const satisfies Record<string, VSCodeRelease>;

/** Which of the two releases is meant. */
export type ReleaseName = keyof typeof releases;

/** An installed release, ready to start. */
export interface CodeServer {
  readonly release: VSCodeRelease;
  readonly node: string;
  readonly serverMain: string;
}

/** Native modules without which the VS Code server does not run; the others it can do without. */
const nativeModules = ['@parcel/watcher', '@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog', 'node-pty'];

/**
 * Gives the release from the cache, and fills the cache first when it is not there: in about two minutes, resuming what
 * an interrupted run has left, and one process at a time. Throws when the floor is not the one that package.json claims.
 */
export async function ensureCodeServer(name: ReleaseName, progress: Progress): Promise<CodeServer> {
  await checkFloor();
  const release: VSCodeRelease = releases[name];
  const folder = await cacheFolder('code-server');
  const home = join(folder, `${release.codeServer}-node-${release.node}-${process.platform}-${process.arch}`);
  if (!existsSync(home)) {
    await ensureSystem('compiler');
    await withFolderLock(folder, progress, async () => {
      if (!existsSync(home)) {
        progress(`Installing VS Code ${release.vscode} (code-server ${release.codeServer}) into ${home}.`);
        await install(release, `${home}.part`, progress);
        await rename(`${home}.part`, home);
      }
    });
  }
  return {
    release,
    node: join(home, 'node_modules', nodePackageName(), 'bin', 'node'),
    serverMain: join(home, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

async function checkFloor(): Promise<void> {
  const manifest: { engines: { vscode: string } } = JSON.parse(
    await readFile(join(rootFolder, 'package.json'), 'utf8'),
  );
  const [major, minor] = manifest.engines.vscode.replace(/^\D*/, '').split('.');
  if (!releases.floor.vscode.startsWith(`${major}.${minor}.`)) {
    throw new Error(
      `engines.vscode says ${manifest.engines.vscode}, but the floor tests run on ${releases.floor.vscode}.`,
    );
  }
}

/** Every step leaves a mark, so that a run that was cut off goes on where it stopped. */
async function install(release: VSCodeRelease, part: string, progress: Progress): Promise<void> {
  await mkdir(part, { recursive: true });
  const vscode = join(part, 'code-server', 'lib', 'vscode');
  const npm = await Npm.withNode(part, release.node);
  const install = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  const steps: Readonly<Record<string, () => Promise<void>>> = {
    download: () => unpack(npm, release, part),
    replace: () => replacePackages(release, [vscode, join(vscode, 'extensions')]),
    dependencies: () => npm.run(install, vscode),
    languages: () => npm.run(install, join(vscode, 'extensions')),
    compile: async () => npm.run(['rebuild', ...nativeModules.filter((name) => isInstalled(vscode, name))], vscode),
    check: () => checkModules(npm.node, vscode),
  };
  for (const [name, step] of Object.entries(steps)) {
    const mark = join(part, `.${name}`);
    if (!existsSync(mark)) {
      progress(`  ${name}`);
      await step();
      await writeFile(mark, '');
    }
  }
}

async function unpack(npm: Npm, release: VSCodeRelease, part: string): Promise<void> {
  await npm.run(['pack', `code-server@${release.codeServer}`], part);
  const home = join(part, 'code-server');
  await rm(home, { recursive: true, force: true });
  await mkdir(home);
  const archive = join(part, `code-server-${release.codeServer}.tgz`);
  await runOrThrow('tar', ['-xzf', archive, '-C', home, '--strip-components=1'], { output: 'capture' });
  await rm(archive);
}

interface Lock {
  readonly packages: Record<string, Partial<Record<'dependencies' | 'devDependencies', Record<string, string>>>>;
}

async function replacePackages(release: VSCodeRelease, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const [manifestFile, lockFile] = [join(folder, 'package.json'), join(folder, 'npm-shrinkwrap.json')];
    const manifest: Lock['packages'][string] = JSON.parse(await readFile(manifestFile, 'utf8'));
    const lock: Lock = JSON.parse(await readFile(lockFile, 'utf8'));
    for (const [name, version] of Object.entries(release.replaced)) {
      delete lock.packages[`node_modules/${name}`];
      for (const wanted of [manifest, lock.packages['']].flatMap((p) => [p?.dependencies, p?.devDependencies])) {
        if (wanted?.[name] !== undefined) {
          wanted[name] = version;
        }
      }
    }
    await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
    await writeFile(lockFile, JSON.stringify(lock, null, 2));
  }
}

function isInstalled(vscode: string, name: string): boolean {
  return existsSync(join(vscode, 'node_modules', name));
}

async function checkModules(node: string, vscode: string): Promise<void> {
  for (const name of nativeModules.filter((module) => isInstalled(vscode, module))) {
    const { code, output } = await run(node, ['-e', `require('${name}')`], { cwd: vscode, output: 'capture' });
    if (code !== 0) {
      throw new Error(`The VS Code server was installed, but its module ${name} does not load.\n${output}`);
    }
  }
}
