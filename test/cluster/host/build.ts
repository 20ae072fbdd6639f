import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, type Progress, withFolderLock } from './cacheFolder.ts';
import { findGo, findProgram, isExecutable } from './goToolchain.ts';

const moduleFolder = join(import.meta.dirname, '..', 'go');

/** Go's import paths of the programs, by the names that they go by. */
const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
} as const;

export type Program = keyof typeof packages;

/** Paths of the programs that make up a control plane. */
export type ControlPlanePrograms = Readonly<Record<'etcd' | 'kube-apiserver' | 'kube-controller-manager', string>>;

const toConsole: Progress = (line) => console.log(line);

/**
 * The programs of a control plane: those in `KUBEBUILDER_ASSETS` where that is set, else built from source into a cache
 * that later runs use (about six minutes on two cores the first time). Throws a sentence when Go is missing.
 */
export async function controlPlanePrograms(progress: Progress = toConsole): Promise<ControlPlanePrograms> {
  return programs(['etcd', 'kube-apiserver', 'kube-controller-manager'], progress);
}

/** The `kubectl` on PATH, else one built in the same way. */
export async function kubectlProgram(progress: Progress = toConsole): Promise<string> {
  return (await findProgram('kubectl')) ?? (await programs(['kubectl'], progress)).kubectl;
}

async function programs<P extends Program>(wanted: readonly P[], progress: Progress): Promise<Record<P, string>> {
  const found = await present(wanted, process.env['KUBEBUILDER_ASSETS']);
  const rest = wanted.filter((program) => !found.has(program));
  if (rest.length > 0) {
    const version = await kubernetesVersion();
    const cache = await cacheFolder(`kubernetes-${version}`);
    if ((await present(rest, cache)).size < rest.length) {
      await withFolderLock(cache, progress, () => buildMissing(rest, cache, version, progress));
    }
    for (const program of rest) {
      found.set(program, join(cache, program));
    }
  }
  return Object.fromEntries(found) as Record<P, string>;
}

async function present<P extends Program>(wanted: readonly P[], folder: string | undefined): Promise<Map<P, string>> {
  const found = new Map<P, string>();
  for (const program of folder ? wanted : []) {
    const path = join(folder ?? '', program);
    if (await isExecutable(path)) {
      found.set(program, path);
    }
  }
  return found;
}

async function kubernetesVersion(): Promise<string> {
  const text = await readFile(join(moduleFolder, 'go.mod'), 'utf8');
  const version = /^\s*k8s\.io\/kubernetes v(\S+)/m.exec(text)?.[1];
  if (!version) {
    throw new Error(`${moduleFolder}/go.mod does not say which version of k8s.io/kubernetes to build.`);
  }
  return version;
}

/** Asks again what is missing, since another process may have built it while this one waited for the lock. */
async function buildMissing(
  wanted: readonly Program[],
  cache: string,
  version: string,
  progress: Progress,
): Promise<void> {
  const done = await present(wanted, cache);
  const missing = wanted.filter((program) => !done.has(program));
  if (missing.length === 0) {
    return;
  }
  const go = await findGo(progress);
  for (const left of await readdir(cache)) {
    if (left.startsWith('.build-')) {
      await rm(join(cache, left), { recursive: true, force: true });
    }
  }
  const output = await mkdtemp(join(cache, '.build-'));
  try {
    progress(`Building ${missing.join(', ')} (Kubernetes ${version}) into ${cache}; minutes the first time.`);
    await goBuild(go, missing, version, output, progress);
    for (const program of missing) {
      await rename(join(output, builtName(program)), join(cache, program));
    }
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** What `go build` calls the program: the last element of its import path, without the major version. */
function builtName(program: Program): string {
  const parts = packages[program].split('/').filter((part) => !/^v\d+$/.test(part));
  return parts.at(-1) ?? program;
}

function goBuild(
  go: string,
  wanted: readonly Program[],
  version: string,
  output: string,
  progress: Progress,
): Promise<void> {
  const [major = '', minor = ''] = version.split('.');
  const stamp = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  const set = Object.entries(stamp).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  const flags = ['-v', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', ['-s', '-w', ...set].join(' ')];
  const args = ['build', ...flags, '-o', `${output}/`, ...wanted.map((program) => packages[program])];
  const started = Date.now();
  let compiled = 0;
  let last: readonly string[] = [];
  const child = spawn(go, args, {
    cwd: moduleFolder,
    env: { ...process.env, GOWORK: 'off' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.split('\n').filter(Boolean);
    compiled += lines.length;
    last = [...last, ...lines].slice(-20);
  });
  const ticker = setInterval(() => {
    progress(`  ${compiled} packages compiled after ${Math.round((Date.now() - started) / 1000)} s`);
  }, 15_000);
  return new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) {
        progress(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
        resolve();
      } else {
        reject(new Error(`go build ended with code ${code}:\n${last.join('\n')}`));
      }
    });
  }).finally(() => clearInterval(ticker));
}
