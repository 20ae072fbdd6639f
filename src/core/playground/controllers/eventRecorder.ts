import { createHash } from 'node:crypto';
import { type KubeObject, resources } from '../../kube/resource.ts';
import { kubeTime, nameOf, namespaceOf, numberAt } from '../tree.ts';
import type { ControllerParts } from './controller.ts';

const lifeMs = 3_600_000;
const sweepEveryMs = 60_000;

/** Writes Events about objects. The same event again counts up the first one; an hour after the last time it is gone. */
export class EventRecorder {
  readonly #parts: ControllerParts;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    parts.agenda.every(sweepEveryMs, () => this.#sweep());
  }

  record(
    object: KubeObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    component: string,
    at = this.#parts.clock.now(),
  ): void {
    const { api } = this.#parts;
    const namespace = namespaceOf(object) || 'default';
    const digest = createHash('sha256')
      .update(`${object.metadata?.uid} ${reason} ${message}`)
      .digest('hex')
      .slice(0, 16);
    const name = `${nameOf(object).slice(0, 200)}.${digest}`;
    const time = kubeTime(at);
    const before = api.find(resources.events, namespace, name);
    if (before) {
      api.update({ ...before, count: (numberAt(before, 'count') ?? 1) + 1, lastTimestamp: time });
      return;
    }
    const space = api.find(resources.namespaces, undefined, namespace);
    if (!space || space.metadata?.deletionTimestamp) {
      return;
    }
    const { apiVersion, kind, metadata } = object;
    api.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        apiVersion,
        kind,
        name: nameOf(object),
        namespace: namespaceOf(object),
        uid: metadata?.uid,
        resourceVersion: metadata?.resourceVersion,
      },
      type,
      reason,
      message,
      source: { component },
      reportingComponent: component,
      reportingInstance: '',
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    });
  }

  #sweep(): void {
    const { api, clock } = this.#parts;
    for (const event of api.list(resources.events)) {
      if (clock.now() - Date.parse(String(event['lastTimestamp'] ?? '')) > lifeMs) {
        api.remove(resources.events, namespaceOf(event), nameOf(event));
      }
    }
  }
}
