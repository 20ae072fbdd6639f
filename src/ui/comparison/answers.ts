import type { Comparison } from '../../core/comparison/comparison.ts';
import type { PageMessage, Place } from '../../core/comparison/contract.ts';

/** What went wrong, as a sentence for the user. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Both sides of an object, or why they cannot be read. */
export async function detailOf(comparison: Comparison, key: string): Promise<PageMessage> {
  try {
    return { type: 'detail', detail: await comparison.detail(key) };
  } catch (error) {
    return { type: 'detailFailed', key, message: messageOf(error) };
  }
}

/** Why an object does not run, or why that cannot be told. */
export async function diagnosisOf(comparison: Comparison, key: string): Promise<PageMessage> {
  try {
    return { type: 'diagnosis', diagnosis: await comparison.diagnose(key) };
  } catch (error) {
    return { type: 'diagnosisFailed', key, message: messageOf(error) };
  }
}

/** One masked value in clear, for the page alone, or why not. */
export async function valueAt(comparison: Comparison, place: Place): Promise<PageMessage> {
  try {
    return { type: 'revealed', place, value: await comparison.reveal(place.key, place.side, place.path) };
  } catch (error) {
    return { type: 'revealFailed', place, message: messageOf(error) };
  }
}
