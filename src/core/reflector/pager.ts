import * as l10n from '@vscode/l10n';
import type { KubeList, QueryValue } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeObject } from '../kube/resource.ts';

export type PageQuery = Readonly<Record<string, QueryValue>>;

export interface PageConsumer {
  /** A list begins, for the first time or again because the server dropped the rest of the first. */
  begin(): void;
  /** Takes the items of a page, unless they were taken as they arrived. */
  page?(items: readonly KubeObject[]): void;
}

/** Above five million objects at 500 a page; only a server that never ends a list gets there. */
const maxPages = 10_000;

/**
 * Lists everything in pages of `pageSize` and gives the resource version to watch from. When the server has dropped the
 * continuation of a list (410), it is begun again, and if that happens twice it is asked for in one piece.
 */
export async function listPages(
  fetchPage: (query: PageQuery) => Promise<KubeList>,
  pageSize: number,
  consumer: PageConsumer,
): Promise<string | undefined> {
  for (const limit of [pageSize, pageSize]) {
    try {
      return await listOnce(fetchPage, limit, consumer);
    } catch (error) {
      if (!KubeError.is(error, 'expired')) {
        throw error;
      }
    }
  }
  return await listOnce(fetchPage, undefined, consumer);
}

async function listOnce(
  fetchPage: (query: PageQuery) => Promise<KubeList>,
  limit: number | undefined,
  consumer: PageConsumer,
): Promise<string | undefined> {
  consumer.begin();
  let page = await fetchPage({ limit });
  const version = page.metadata.resourceVersion;
  for (let count = 1; ; count += 1) {
    const token = page.metadata.continue;
    consumer.page?.(page.items);
    if (!token) {
      return version || undefined;
    }
    page = await fetchPage({ limit, continue: token });
    if (page.metadata.continue === token || count >= maxPages) {
      throw new KubeError(
        'notKubernetes',
        l10n.t('The API server never ends its list. Check the address in the kubeconfig.'),
      );
    }
  }
}
