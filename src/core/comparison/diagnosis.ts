import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeObject } from '../kube/resource.ts';
import { rewriteConfig } from '../rewrite/config.ts';
import { podReferences } from '../rewrite/references.ts';
import type { VCluster } from '../vcluster/model.ts';
import { dig, objects, text, time } from '../vcluster/raw.ts';
import type { CaseFacts } from './check.ts';
import type { Entry } from './comparedPair.ts';
import { innerName } from './comparedPair.ts';
import { findingsOf } from './finding.ts';
import { eventsOf, merged } from './happening.ts';
import type { ItemSource } from './itemSet.ts';
import type { Diagnosis, TimelineEntry } from './model.ts';
import type { PairRead } from './pairReader.ts';
import type { Rewriter, RowIndex } from './rowIndex.ts';
import { syncerLines } from './syncerLog.ts';

/** What a diagnosis is made with. */
export interface DiagnosisTools {
  readonly entry: Entry;
  readonly vcluster: VCluster | undefined;
  readonly host: KubeClient;
  readonly inside: KubeClient | undefined;
  readonly insideItems: ItemSource | undefined;
  readonly index: Pick<RowIndex, 'entry'>;
  readonly rewriter: Rewriter;
}

function conditionsOf(pod: KubeObject | undefined): Diagnosis['conditions'] {
  return objects(dig(pod, 'status', 'conditions')).map((condition) => {
    const [reason, message] = [text(condition['reason'], 200), text(condition['message'], 2_000)];
    return {
      type: printable(text(condition['type'], 200) ?? ''),
      status: printable(text(condition['status'], 200) ?? ''),
      ...(reason === undefined ? {} : { reason: printable(reason) }),
      ...(message === undefined ? {} : { message: printable(message, 1_000) }),
    };
  });
}

const referred: Readonly<Record<string, 'configmaps' | 'secrets' | 'persistentvolumeclaims'>> = {
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  PersistentVolumeClaim: 'persistentvolumeclaims',
};

/** What a pod refers to and that is not there: inside, or on the host while it is inside. */
function missingOf(pod: KubeObject | undefined, { insideItems, index }: DiagnosisTools): CaseFacts['missing'] {
  const namespace = pod?.metadata?.namespace;
  if (pod?.kind !== 'Pod' || insideItems === undefined) {
    return [];
  }
  const found = podReferences(pod['spec']).flatMap(({ kind, name, optional }): CaseFacts['missing'] => {
    const plural = referred[kind];
    if (plural === undefined || optional === true || !insideItems.isKnown(plural)) {
      return [];
    }
    if (insideItems.find(plural, `${namespace}/${name}`) === undefined) {
      return [{ kind, name, side: 'virtual' }];
    }
    return index.entry(`${plural}/${namespace}/${name}`)?.pair.state === 'waiting'
      ? [{ kind, name, side: 'host' }]
      : [];
  });
  const once = new Map(found.map((one) => [`${one.kind} ${one.name}`, one]));
  return [...once.values()].toSorted((one, other) => Number(one.side === 'host') - Number(other.side === 'host'));
}

/** What was said since the host's object is there: what kept it from coming before is over. */
function lately(timeline: readonly TimelineEntry[], host: KubeObject | undefined): readonly string[] {
  const since = time(dig(host, 'metadata', 'creationTimestamp')) ?? 0;
  return timeline.filter((entry) => (entry.time ?? since) >= since).map(({ message }) => message);
}

/** Why an object does not run, from what both sides and the syncer say. What cannot be read is said in the timeline. */
export async function diagnosis(key: string, read: PairRead, tools: DiagnosisTools): Promise<Diagnosis> {
  const { entry, vcluster, host, inside, rewriter } = tools;
  const [virtualObject, hostObject] = [read.virtual.object, read.host.object];
  const inner = innerName(entry.pair);
  const hostName = entry.pair.host?.name;
  const parts = await Promise.all([
    hostObject === undefined ? [] : eventsOf(host, hostObject, 'host'),
    virtualObject === undefined || inside === undefined ? [] : eventsOf(inside, virtualObject, 'virtual'),
    vcluster === undefined ? [] : syncerLines(host, vcluster, { virtual: inner, hostName }),
  ]);
  const timeline: readonly TimelineEntry[] = merged(parts.flat(), { host: hostName, virtual: inner?.name });
  const conditions = conditionsOf(hostObject ?? virtualObject);
  const facts: CaseFacts = {
    state: entry.pair.state,
    virtual: virtualObject,
    host: hostObject,
    vcluster,
    timeline,
    texts: [...lately(timeline, hostObject).toReversed(), ...conditions.flatMap(({ message }) => message ?? [])],
    missing: missingOf(virtualObject, tools),
    realNodes: rewriteConfig(rewriter.target, rewriter.options).fromHost.has('nodes'),
  };
  return { key, timeline, conditions, findings: findingsOf(facts) };
}
