import { newest } from '../../../../schemas/vcluster.ts';

/** The charts there were up to 0.19; from 0.20 on there is one. */
export type LegacyDistro = 'k3s' | 'k0s' | 'k8s' | 'eks';

/** Which format a file is in: that of a minor version of vcluster 0. */
export type Target =
  | { readonly generation: 'current'; readonly minor: number }
  | { readonly generation: 'legacy'; readonly minor: number; readonly distro: LegacyDistro };

/** The first minor version of vcluster.yaml, and the oldest whose values.yaml is known. */
const firstCurrent = 20;
const firstLegacy = 14;

/** The newest minor version that anything is known of; later than `newest` while the next one is a candidate. */
const newestKnown = newest + 1;

/** Every format that is released, the newest first. */
export function allTargets(): readonly Target[] {
  const current = Array.from({ length: newest - firstCurrent + 1 }, (_, i) => newest - i);
  const distros: readonly LegacyDistro[] = ['k3s', 'k0s', 'k8s', 'eks'];
  return [
    ...current.map((minor) => ({ generation: 'current', minor }) as const),
    ...[19, firstLegacy].flatMap((minor) =>
      distros.map((distro) => ({ generation: 'legacy', minor, distro }) as const),
    ),
  ];
}

/** Whether a version came after the last one that everything is known of. */
export function isNewer(version: string | undefined): boolean {
  const [, major = '0', minor = '0'] = /^v?(\d{1,6})\.(\d{1,6})(?!\d)/u.exec(version?.trim() ?? '') ?? [];
  return Number(major) > 0 || Number(minor) > newest;
}

/**
 * The format of a version such as `0.36.1`, `v0.36` or `0.14.2`. Without a version, for one that is no version or newer than what is
 * known, and for 0.0.x, which builds from source call themselves, it is the newest. Older ones than are known count as the oldest.
 */
export function targetOf(version?: string, distro: LegacyDistro = 'k3s'): Target {
  const [, major = '', minor = ''] = /^v?(\d{1,6})\.(\d{1,6})(?!\d)/u.exec(version?.trim() ?? '') ?? [];
  if (major !== '0' || Number(minor) === 0) {
    return { generation: 'current', minor: newest };
  }
  const number = Number(minor);
  return number >= firstCurrent
    ? { generation: 'current', minor: number > newestKnown ? newest : number }
    : { generation: 'legacy', minor: Math.max(number, firstLegacy), distro };
}
