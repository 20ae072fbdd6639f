import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, type ResourceType, resources } from '../kube/resource.ts';
import { settle } from '../lifecycle/settling.ts';
import { dig, objects, text, time } from '../vcluster/raw.ts';
import { Survey } from './survey.ts';

/** An object that is going away and held by finalizers. */
export interface HeldObject {
  readonly kind: string;
  readonly name: string;
  readonly finalizers: readonly string[];
}

/** Why a namespace does not go away. */
export interface StuckNamespace {
  readonly name: string;
  /** Since when, in milliseconds since the epoch. */
  readonly since?: number;
  /** Finalizers of the namespace itself, besides Kubernetes' own. */
  readonly finalizers: readonly string[];
  readonly held: readonly HeldObject[];
  /** What the cluster says of it, safe to show. */
  readonly messages: readonly string[];
}

/** Kinds that usually hold a namespace back; others are named in the conditions. */
const kinds: readonly ResourceType[] = [
  resources.pods,
  resources.persistentvolumeclaims,
  resources.services,
  resources.configmaps,
  resources.secrets,
  resources.ingresses,
  resources.serviceaccounts,
  resources.networkpolicies,
  resources.jobs,
  resources.deployments,
  resources.statefulsets,
];

function finalizersOf(object: KubeObject, ...path: readonly string[]): readonly string[] {
  const list = dig(object, ...path);
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string').map((one) => printable(one, 200)) : [];
}

/** The conditions that the namespace controller leaves: `True` is bad news in all of them. */
function messagesOf(namespace: KubeObject): readonly string[] {
  return objects(dig(namespace, 'status', 'conditions'))
    .filter((one) => dig(one, 'status') === 'True')
    .flatMap((one) => text(dig(one, 'message')) ?? [])
    .map((message) => printable(message, 400));
}

/**
 * What holds a namespace back that is being deleted; undefined for one that is gone, or is not being deleted. What may not be seen is
 * left out; the cluster's own messages name it.
 */
export async function stuckNamespace(
  client: KubeClient,
  name: string,
  signal: AbortSignal,
): Promise<StuckNamespace | undefined> {
  let namespace: KubeObject;
  try {
    namespace = await client.get(resources.namespaces, undefined, name, { signal });
  } catch (error) {
    if (KubeError.is(error, 'notFound')) {
      return undefined;
    }
    throw error;
  }
  const since = time(dig(namespace, 'metadata', 'deletionTimestamp'));
  if (since === undefined) {
    return undefined;
  }
  const survey = new Survey(client, signal);
  const lists = await Promise.all(kinds.map((type) => survey.list(type, name)));
  const held = lists.flatMap((all, index) =>
    all
      .filter((one) => finalizersOf(one, 'metadata', 'finalizers').length > 0)
      .map((one) => ({
        kind: kinds[index]?.kind ?? '',
        name: printable(one.metadata?.name ?? ''),
        finalizers: finalizersOf(one, 'metadata', 'finalizers'),
      })),
  );
  const own = [...finalizersOf(namespace, 'metadata', 'finalizers'), ...finalizersOf(namespace, 'spec', 'finalizers')];
  return {
    name,
    since,
    finalizers: own.filter((one) => one !== 'kubernetes'),
    held,
    messages: messagesOf(namespace),
  };
}

/**
 * Waits for a namespace that is being deleted to be gone. Gives at once where it is not, and after `limitMs` milliseconds; who may not
 * look does not wait.
 */
export async function awaitNamespaceEnd(
  client: KubeClient,
  name: string,
  operation: Operation,
  limitMs: number,
): Promise<void> {
  const query = {
    type: resources.namespaces,
    fieldSelector: `metadata.name=${name}`,
    metadataOnly: true,
    project: ({ metadata }: KubeObject) => metadata?.deletionTimestamp !== undefined,
  };
  const missing = (items: ReadonlyMap<string, boolean>) =>
    [...items.values()].includes(true) ? l10n.t('Waiting for the namespace {0} to end', printable(name)) : undefined;
  try {
    await settle(client, { query, missing, limitMs }, operation);
  } catch (error) {
    if (!KubeError.is(error, 'forbidden')) {
      throw error;
    }
  }
}

/** What holds a namespace back, in one sentence that says what to do. */
export function stuckText({ name, finalizers, held, messages }: StuckNamespace): string {
  const shown = printable(name);
  const [first] = held;
  if (first !== undefined) {
    return l10n.t(
      'The namespace {0} waits for {1} {2}, which is held by the finalizer {3}. Whatever set it has to take it away.',
      shown,
      first.kind,
      first.name,
      first.finalizers.join(', '),
    );
  }
  if (finalizers.length > 0) {
    return l10n.t(
      'The namespace {0} is held by its own finalizer {1}. Whatever set it has to take it away.',
      shown,
      finalizers.join(', '),
    );
  }
  return messages.length > 0
    ? l10n.t('The namespace {0} is still being deleted: {1}', shown, messages.join(' '))
    : l10n.t('The namespace {0} is still being deleted. Nothing seems to hold it; give it a moment.', shown);
}
