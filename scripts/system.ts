import { findBrowser } from './browser.ts';
import { findOnPath, run, runOrThrow } from './command.ts';

/** Something that npm cannot install. */
interface Requirement {
  readonly name: string;
  readonly packages: readonly string[];
  readonly present: () => Promise<boolean>;
}

const requirements = {
  browser: {
    name: 'Chromium (or Google Chrome, or Microsoft Edge)',
    packages: ['chromium', 'fonts-dejavu-core'],
    present: async () => (await findBrowser()) !== undefined,
  },
  compiler: {
    name: 'a C and C++ toolchain with make and python3',
    packages: ['make', 'gcc', 'g++', 'python3'],
    present: async () => allOnPath(['make'], ['cc', 'gcc', 'clang'], ['c++', 'g++', 'clang++'], ['python3', 'python']),
  },
  display: {
    name: 'an X server (DISPLAY) or Xvfb',
    packages: ['xvfb', 'xauth'],
    present: async () => process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || allOnPath(['xvfb-run']),
  },
} as const satisfies Record<string, Requirement>;

/** What `ensureSystem` knows how to look for. */
export type RequirementName = keyof typeof requirements;

/**
 * Sees to it that the named things are on this machine. What is missing is installed where that is possible (root on
 * Debian or a relative of it); otherwise throws one sentence that says what is missing and how to get it.
 */
export async function ensureSystem(...names: readonly RequirementName[]): Promise<void> {
  const missing = await missingOf(names);
  if (missing.length === 0) {
    return;
  }
  const packages = missing.flatMap((requirement) => requirement.packages);
  if (process.getuid?.() !== 0 || (await findOnPath('apt-get')) === undefined) {
    throw new Error(sentence(missing, packages));
  }
  await installDebian(packages);
  const still = await missingOf(names);
  if (still.length > 0) {
    throw new Error(sentence(still, packages));
  }
}

async function missingOf(names: readonly RequirementName[]): Promise<readonly Requirement[]> {
  const all = names.map((name): Requirement => requirements[name]);
  const present = await Promise.all(all.map((requirement) => requirement.present()));
  return all.filter((_, index) => !present[index]);
}

function sentence(missing: readonly Requirement[], packages: readonly string[]): string {
  const things = new Intl.ListFormat('en').format(missing.map((requirement) => requirement.name));
  return `This machine lacks ${things}: install what is missing (on Debian: apt-get install ${packages.join(' ')}) and run the command again.`;
}

async function installDebian(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  console.log(`Installing ${packages.join(', ')} with apt-get.`);
  // A stale list of one unreachable source must not stop the install that the others can serve.
  await run('apt-get', [...lock, '-q', 'update'], { env, output: 'capture' });
  await runOrThrow('apt-get', [...lock, '-q', '-y', '--no-install-recommends', 'install', ...packages], {
    env,
    output: 'capture',
  });
}

async function allOnPath(...alternatives: readonly (readonly string[])[]): Promise<boolean> {
  const found = await Promise.all(alternatives.map((names) => findOnPath(...names)));
  return found.every((path) => path !== undefined);
}
