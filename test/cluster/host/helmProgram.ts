import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cacheFolder, type Progress, withFolderLock } from './cacheFolder.ts';
import { findGo, isExecutable } from './goToolchain.ts';

const module = 'helm.sh/helm/v3';
const version = '3.20.2';

/** A real helm, built from source into a cache that later runs use (some two minutes on two cores the first time). */
export async function helmProgram(progress: Progress = (line) => console.log(line)): Promise<string> {
  const cache = await cacheFolder(`helm-${version}`);
  const path = join(cache, 'helm');
  if (!(await isExecutable(path))) {
    await withFolderLock(cache, progress, async () => {
      if (!(await isExecutable(path))) {
        progress(`Building helm ${version} into ${cache}; minutes the first time.`);
        await install(await findGo(progress), cache);
      }
    });
  }
  return path;
}

/** Go checks what it downloads against its checksum database. */
function install(go: string, folder: string): Promise<void> {
  const ldflags = `-s -w -X ${module}/internal/version.version=v${version}`;
  const args = ['install', '-trimpath', '-ldflags', ldflags, `${module}/cmd/helm@v${version}`];
  const child = spawn(go, args, {
    cwd: folder,
    env: { ...process.env, GOWORK: 'off', GOBIN: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = `${output}${text}`.slice(-4000);
  });
  return new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`go install ended with code ${code}:\n${output}`)),
    );
  });
}
