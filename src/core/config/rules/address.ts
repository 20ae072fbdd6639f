import { BlockList, isIP } from 'node:net';
import { isObjectName } from './hostMappings.ts';

/** Longer ones are not looked at. */
const longestUrl = 2000;

/** Whether Go's `url.Parse` refuses it: control characters, bad escapes, white space in the host, a port that is none. */
export function isBadUrl(text: string): boolean {
  return (
    text.length <= longestUrl &&
    /\p{Cc}|%(?![0-9A-Fa-f]{2})|^:|^[a-z]+:\/\/(?:[^/]*\s|[^/?#]*:(?!\d*(?:[/?#]|$))[^\]@/?#]*(?:[/?#]|$))/u.test(text)
  );
}

/** An address and the length of its prefix; undefined for what is no range of either family. */
function parseCidr(text: string): readonly [string, number, 'ipv4' | 'ipv6'] | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  const family = isIP(address);
  const bits = Number(length);
  return more.length === 0 && family !== 0 && /^\d{1,3}$/u.test(length) && bits <= (family === 4 ? 32 : 128)
    ? [address, bits, family === 4 ? 'ipv4' : 'ipv6']
    : undefined;
}

/** An address of either family with the length of its prefix. */
export function isCidr(text: string): boolean {
  return parseCidr(text) !== undefined;
}

/** Whether a range lies in another one and is smaller; both are ranges. */
export function isPartOf(range: string, outer: string): boolean {
  const [inside, around] = [parseCidr(range), parseCidr(outer)];
  if (inside === undefined || around === undefined || inside[2] !== around[2] || inside[1] <= around[1]) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(...around);
  return list.check(inside[0], inside[2]);
}

/** Whether Kubernetes takes it as the host of a rule of an Ingress or of a route: a DNS name, with `*.` in front at most. */
export function isRuleHost(text: string): boolean {
  return isIP(text) === 0 && isObjectName(text.replace(/^\*\./u, ''));
}
