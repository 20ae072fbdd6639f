import type { Generation } from '../../vcluster/model.ts';
import { rootOf } from '../schema/tables.ts';
import { targetOf } from '../schema/target.ts';
import { nearest } from '../structure/nearest.ts';
import { newestLegacyVersion, newestVersion } from './version.ts';

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function known(generation: Generation): ReadonlySet<string> {
  return new Set(rootOf(targetOf(generation === 'legacy' ? newestLegacyVersion : newestVersion)).keys.keys());
}

/** Whether most of the keys of a file are ones that values of a generation begin with, in whichever version. */
export function areMostlyKnown(value: unknown, generation: Generation): boolean {
  const [keys, names] = [keysOf(value), known(generation)];
  return keys.filter((key) => names.has(key)).length * 2 > keys.length;
}

/** Whether a file has several keys, none of which is or resembles one that values begin with. */
export function areAllStrange(value: unknown): boolean {
  const [keys, current, legacy] = [keysOf(value), known('current'), known('legacy')];
  return keys.length > 1 && keys.every((key) => !legacy.has(key) && nearest(key, [...current]).length === 0);
}
