import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The workspace folder and the kubeconfig of one run, so that the developer's own files are never touched. */
export class SuiteFolder {
  /** What VS Code opens. */
  readonly workspaceFolder: string;
  /** Added to the environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.workspaceFolder = join(folder, 'workspace');
    this.env = { ...env, KUBECONFIG: join(folder, 'kube', 'config'), TEST_FOLDER: folder };
  }

  /** Makes it below the folder for temporary files. `env` is what the suite is told besides. */
  static async create(env: Readonly<Record<string, string>>): Promise<SuiteFolder> {
    const folder = new SuiteFolder(await mkdtemp(join(tmpdir(), 'vcluster-suite-')), env);
    await Promise.all([
      mkdir(folder.workspaceFolder),
      mkdir(join(folder.#folder, 'kube')),
      mkdir(join(folder.#folder, 'home')),
    ]);
    await writeFile(join(folder.workspaceFolder, 'README.md'), 'The workspace of a test run.\n');
    return folder;
  }

  /** A folder below this one. */
  path(...names: readonly string[]): string {
    return join(this.#folder, ...names);
  }

  /** Removes it with all that the run has left in it. */
  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
