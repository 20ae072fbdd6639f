import type { CaseFacts, Check, Finding } from './check.ts';
import { podChecks } from './podChecks.ts';
import { refusalChecks } from './textChecks.ts';
import { lastChecks, vclusterChecks } from './vclusterChecks.ts';

/** What holds of the vcluster comes before what follows from it. */
const checks: readonly Check[] = [...vclusterChecks, ...refusalChecks, ...podChecks, ...lastChecks];

/** What matters most, first. A cause is said once, in the most precise way. */
export function findingsOf(facts: CaseFacts): readonly Finding[] {
  const found = checks.flatMap(({ id, test }): readonly Finding[] => {
    const finding = test(facts);
    return finding === undefined ? [] : [{ rule: id, ...finding }];
  });
  const has = (id: string): boolean => found.some(({ rule }) => rule === id);
  const refused = found.some(({ rule }) => refusalChecks.some(({ id }) => id === rule));
  return found.filter(
    ({ rule }) =>
      !(rule === 'unschedulable' && (has('nodeSelector') || has('claim.unbound'))) &&
      !(rule === 'image.pull' && has('pod.dnsImage')) &&
      !(rule === 'container.config' && has('reference.missing')) &&
      !((rule === 'sync.error' || rule === 'sync.log') && refused) &&
      !(rule === 'sync.log' && has('sync.error')) &&
      !(rule === 'state' && found.length > 1),
  );
}
