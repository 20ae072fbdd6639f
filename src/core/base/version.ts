/** A semantic version in its parts. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Such as `rc.1`; empty for a release. */
  readonly pre: string;
}

const form = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/u;

/** The parts of a semantic version, with or without a leading `v`; undefined for anything else. */
export function parseVersion(text: string | undefined): Version | undefined {
  const [, major, minor, patch, pre = ''] = form.exec(text ?? '') ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor), patch: Number(patch), pre };
}

function comparePre(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  if (a === '' || b === '') {
    return a === '' ? 1 : -1;
  }
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Negative where `a` is the older. Build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePre(a.pre, b.pre);
}

/** Whether a version is at least `major.minor`. Pre-releases of exactly that one count, as they have what is new in it. */
export function atLeast(version: Version, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

/** The same for a text; false for what is no version. */
export function isAtLeast(text: string | undefined, major: number, minor: number): boolean {
  const version = parseVersion(text);
  return version !== undefined && atLeast(version, major, minor);
}
