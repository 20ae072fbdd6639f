import * as l10n from '@vscode/l10n';
import type { KubeClient } from '../../kube/client.ts';
import { KubeError } from '../../kube/error.ts';
import { type KubeObject, type ResourceType, resources } from '../../kube/resource.ts';
import { dig, text } from '../../vcluster/raw.ts';
import type { Offer, OfferKind } from './offer.ts';

const ingressClasses: ResourceType = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingressclasses',
  kind: 'IngressClass',
  namespaced: false,
};

/** As many objects as are offered of a kind. */
const maxItems = 1000;
/** How long an answer is good, in milliseconds. */
const freshMs = 30_000;

const resourceOf: Readonly<Record<OfferKind, ResourceType>> = {
  services: resources.services,
  storageClasses: resources.storageclasses,
  ingressClasses,
  nodeLabels: resources.nodes,
  nodeSelector: resources.nodes,
  namespaces: resources.namespaces,
  namespaceNames: resources.namespaces,
};

function nameOf(object: KubeObject): string {
  return text(dig(object, 'metadata', 'name')) ?? '';
}

function labelOffers(nodes: readonly KubeObject[], kind: OfferKind): readonly Offer[] {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    for (const [key, value] of Object.entries(node.metadata?.labels ?? {})) {
      const label = kind === 'nodeSelector' ? `${key}=${String(value)}` : `${key}: ${JSON.stringify(value)}`;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return [...counts].map(([label, count]) => ({
    text: label,
    detail: count === 1 ? l10n.t('selects 1 node') : l10n.t('selects {0} nodes', count),
  }));
}

function offersOf(kind: OfferKind, items: readonly KubeObject[]): readonly Offer[] {
  switch (kind) {
    case 'services':
      return items.map((item) => ({ text: `${text(dig(item, 'metadata', 'namespace')) ?? ''}/${nameOf(item)}` }));
    case 'nodeLabels':
    case 'nodeSelector':
      return labelOffers(items, kind);
    case 'namespaces':
      return items.map((item) => ({ text: `${nameOf(item)}/*` }));
    default:
      return items.map((item) => ({ text: nameOf(item) }));
  }
}

interface Kept {
  readonly at: number;
  readonly offers: Promise<readonly Offer[]>;
}

/** What a host cluster has to offer for values. Asked when somebody types, and kept for a moment; whatever goes wrong offers nothing. */
export class HostOffers {
  readonly #kept = new Map<string, Kept>();

  async get(client: KubeClient, kind: OfferKind, signal: AbortSignal): Promise<readonly Offer[]> {
    const key = `${client.context}\n${kind}`;
    const known = this.#kept.get(key);
    if (known !== undefined && Date.now() - known.at < freshMs) {
      return known.offers;
    }
    const offers = this.#ask(client, kind, signal);
    this.#kept.set(key, { at: Date.now(), offers });
    return offers;
  }

  async #ask(client: KubeClient, kind: OfferKind, signal: AbortSignal): Promise<readonly Offer[]> {
    try {
      const options = { query: { limit: maxItems }, metadataOnly: true, signal, timeoutMs: 3000 };
      return offersOf(kind, (await client.list(resourceOf[kind], undefined, options)).items);
    } catch (error) {
      this.#kept.delete(`${client.context}\n${kind}`);
      if (KubeError.is(error)) {
        return [];
      }
      throw error;
    }
  }
}
