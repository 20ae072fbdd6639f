import { pathInfo } from './pathInfo.ts';
import type { Target } from './target.ts';

/** What follows a key may have been followed by another since; no key has had more than these. */
const longestChain = 5;

/** The key that does in a version what another did, given the next one after that; undefined where the version has none. */
export function successorIn(next: string | undefined, target: Target): string | undefined {
  let path = next;
  for (let step = 0; step < longestChain && path !== undefined; step += 1) {
    const info = pathInfo(path.split('.'), target);
    if (info === undefined || info.known) {
      return info && path;
    }
    path = info.successor;
  }
  return undefined;
}
