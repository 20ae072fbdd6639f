import { dig, type Raw, text } from '../vcluster/raw.ts';

/** A pod that an object would give rise to, with where its parts stand in that object. */
export interface TemplatedPod {
  readonly pod: Raw;
  /** JSON pointer of the template in the object; empty for a pod itself. */
  readonly base: string;
}

/** What controllers add to the name of their object to get that of a pod, with x for what is random. */
const suffixes: Readonly<Record<string, string>> = {
  Deployment: '-xxxxxxxxxx-xxxxx',
  ReplicaSet: '-xxxxx',
  ReplicationController: '-xxxxx',
  DaemonSet: '-xxxxx',
  StatefulSet: '-0',
  Job: '-xxxxx',
  CronJob: '-xxxxxxxx-xxxxx',
};

/** The controller that owns the pod in the end, as pods name it. */
const owners: Readonly<Record<string, string>> = { Deployment: 'ReplicaSet', CronJob: 'Job' };

/** The pod of an object: itself, or what its template makes. Undefined for objects without pods. */
export function podOf(object: Raw): TemplatedPod | undefined {
  const kind = text(object['kind']) ?? '';
  const metadata = object['metadata'];
  const name = text(dig(metadata, 'name')) ?? '';
  if (kind === 'Pod') {
    return { pod: object, base: '' };
  }
  const suffix = suffixes[kind];
  if (suffix === undefined) {
    return undefined;
  }
  const path = kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  const template = dig(object, ...path);
  const labels = dig(template, 'metadata', 'labels');
  const annotations = dig(template, 'metadata', 'annotations');
  const ownerKind = owners[kind] ?? kind;
  const spec = dig(template, 'spec');
  const serviceName = kind === 'StatefulSet' ? text(dig(object, 'spec', 'serviceName')) : undefined;
  return {
    base: `/${path.join('/')}`,
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name.slice(0, 253 - suffix.length)}${suffix}`,
        namespace: text(dig(metadata, 'namespace')) ?? 'default',
        ...(labels === undefined ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
        ownerReferences: [
          { apiVersion: text(object['apiVersion']) ?? 'apps/v1', kind: ownerKind, name, controller: true },
        ],
      },
      spec: {
        ...(typeof spec === 'object' && spec !== null ? spec : {}),
        ...(serviceName === undefined ? {} : { subdomain: serviceName, hostname: `${name}${suffix}` }),
      },
    },
  };
}
