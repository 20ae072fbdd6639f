import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Progress } from './cacheFolder.ts';

const run = promisify(execFile);

/** From this version on, Go fetches by itself the newer toolchain that a go.mod asks for (https://go.dev/doc/toolchain). */
const oldest = [1, 21] as const;
const needed =
  'The cluster tests build etcd and Kubernetes from source: install Go 1.21 or newer (https://go.dev/dl), ' +
  'or set KUBEBUILDER_ASSETS to a folder that holds etcd, kube-apiserver and kube-controller-manager.';

/** The path of a program on PATH, or in one of `more` folders; undefined when it is not there. */
export async function findProgram(name: string, more: readonly string[] = []): Promise<string | undefined> {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...more].filter(Boolean)) {
    const path = join(folder, name);
    if (await isExecutable(path)) {
      return path;
    }
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The `go` command. Installs the system's package when that is possible and new enough; else throws one sentence. */
export async function findGo(progress: Progress): Promise<string> {
  const places = ['/usr/local/go/bin', '/usr/lib/go/bin'];
  const found = await findProgram('go', places);
  if (found) {
    await requireNew(found);
    return found;
  }
  if (!(await installFromDebian(progress))) {
    throw new Error(needed);
  }
  const installed = await findProgram('go', places);
  if (!installed) {
    throw new Error(needed);
  }
  return installed;
}

async function requireNew(go: string): Promise<void> {
  const { stdout } = await run(go, ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
  if (!isNewEnough(stdout.trim().replace(/^go/, ''))) {
    throw new Error(`${needed} (${go} is ${stdout.trim()})`);
  }
}

async function installFromDebian(progress: Progress): Promise<boolean> {
  const apt = await findProgram('apt-get');
  const cache = await findProgram('apt-cache');
  if (process.getuid?.() !== 0 || !apt || !cache) {
    return false;
  }
  await run(apt, ['update', '-q']).catch(() => undefined);
  const { stdout } = await run(cache, ['policy', 'golang-go']).catch(() => ({ stdout: '' }));
  const candidate = /Candidate: (?:\d+:)?([\d.]+)/.exec(stdout)?.[1];
  if (!candidate || !isNewEnough(candidate)) {
    return false;
  }
  progress(`Installing the system's package golang-go (${candidate}).`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run(apt, ['install', '-q', '-y', '--no-install-recommends', 'golang-go', 'ca-certificates'], { env });
  return true;
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
