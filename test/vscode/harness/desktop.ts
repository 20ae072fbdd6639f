import { download, runTests } from '@vscode/test-electron';
import { type ReleaseName, releases } from '../../../scripts/codeServer.ts';
import { findOnPath, isExecutable } from '../../../scripts/command.ts';
import { rootFolder } from '../../../scripts/folder.ts';
import { ensureSystem } from '../../../scripts/system.ts';
import { cacheFolder, type Progress } from '../../cluster/host/cacheFolder.ts';
import type { SuiteFolder } from './suiteFolder.ts';

const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';
const checkLimitMs = 3_000;
const downloadIdleLimitMs = 30_000;

/**
 * The executable of a desktop VS Code of that release: VSCODE_EXECUTABLE when it is set, else a download that is kept.
 * Undefined, after one short look, where the update server cannot be reached; a failed download is told and undefined.
 */
export async function findDesktop(name: ReleaseName, progress: Progress): Promise<string | undefined> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    if (!(await isExecutable(named))) {
      throw new Error(`VSCODE_EXECUTABLE names ${named}, which cannot be run.`);
    }
    return named;
  }
  if (!(await reachesUpdateServer())) {
    return undefined;
  }
  const { vscode } = releases[name];
  try {
    const cachePath = await cacheFolder('vscode');
    return await download({ version: vscode, cachePath, timeout: downloadIdleLimitMs });
  } catch (error) {
    progress(`The desktop VS Code ${vscode} could not be downloaded (${error}); its code-server is used instead.`);
    return undefined;
  }
}

/** Runs the suite in a desktop VS Code with a user data folder of its own. Throws when the suite failed. */
export async function runInDesktop(
  executable: string,
  folder: SuiteFolder,
  testModule: string,
  besideFolder: string | undefined,
): Promise<void> {
  await ensureSystem('display');
  const virtual = process.platform === 'linux' && !process.env['DISPLAY'] ? await findOnPath('xvfb-run') : undefined;
  const home = folder.path('home');
  await runTests({
    vscodeExecutablePath: virtual ?? executable,
    extensionDevelopmentPath: besideFolder === undefined ? rootFolder : [rootFolder, besideFolder],
    extensionTestsPath: testModule,
    extensionTestsEnv: { ...folder.env, HOME: home, USERPROFILE: home },
    launchArgs: [
      ...(virtual === undefined ? [] : ['-a', executable]),
      folder.workspaceFolder,
      `--user-data-dir=${folder.path('user-data')}`,
      `--extensions-dir=${folder.path('extensions')}`,
      '--disable-telemetry',
    ],
  });
}

async function reachesUpdateServer(): Promise<boolean> {
  return fetch(updateServer, { method: 'HEAD', signal: AbortSignal.timeout(checkLimitMs) }).then(
    (response) => response.ok,
    () => false,
  );
}
