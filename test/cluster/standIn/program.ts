import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, type Progress, withFolderLock } from '../host/cacheFolder.ts';
import { findGo, isExecutable } from '../host/goToolchain.ts';

const run = promisify(execFile);
const sources = join(import.meta.dirname, '..', 'go-standin');
const name = 'standin';

const toConsole: Progress = (line) => console.log(line);

/** The stand-in's program, built from `test/cluster/go-standin` into a cache unless this version of it is there (half a minute). */
export async function standInProgram(progress: Progress = toConsole): Promise<string> {
  const cache = await cacheFolder(`stand-in-${await sourcesHash()}`);
  const path = join(cache, name);
  if (!(await isExecutable(path))) {
    await withFolderLock(cache, progress, async () => {
      // Another process may have built it while this one waited.
      if (!(await isExecutable(path))) {
        await build(cache, path, progress);
      }
    });
  }
  return path;
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await readdir(sources)).toSorted()) {
    hash.update(`${file}\n`).update(await readFile(join(sources, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function build(cache: string, path: string, progress: Progress): Promise<void> {
  const go = await findGo(progress);
  progress(`Building the stand-in kubelet into ${cache}; half a minute.`);
  const output = await mkdtemp(join(cache, '.build-'));
  try {
    const built = join(output, name);
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
    await run(go, ['build', ...flags, '-o', built, '.'], { cwd: sources, env: { ...process.env, GOWORK: 'off' } });
    await rename(built, path);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}
