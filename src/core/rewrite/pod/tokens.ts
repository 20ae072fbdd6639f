import * as l10n from '@vscode/l10n';
import { child, type Node, nodes } from '../draft.ts';
import { Placeholder } from '../placeholder.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { tokenPrefix } from './marks.ts';

/** 0644, as vcluster gives token files. */
const fileMode = 0o644;

function fromSecret(work: Work, source: Node, volume: Node, path: unknown): void {
  const name = work.naming.namespaced(`${work.name}-sa-token`, work.namespace);
  work.draft.set(source, 'secret', { name, items: [{ key: volume['name'], path, mode: fileMode }] });
}

function fromAnnotation(work: Work, source: Node, path: unknown, index: number): void {
  const { draft, metadata } = work;
  const variable = index === 0 ? 'random' : `random ${index + 1}`;
  const key = new Placeholder(variable, 'tokenKey', { before: tokenPrefix });
  draft.set(draft.within(metadata, 'annotations'), key.text, new Placeholder(`token ${index + 1}`, 'token'));
  const fieldPath = new Placeholder(variable, 'tokenKey', {
    before: `metadata.annotations['${tokenPrefix}`,
    after: "']",
  });
  draft.set(source, 'downwardAPI', {
    items: [{ fieldRef: { apiVersion: 'v1', fieldPath }, mode: fileMode, path }],
  });
}

function rewriteTokens(work: Work): void {
  let index = 0;
  for (const volume of nodes(child(work.object, 'spec')?.['volumes'])) {
    for (const source of nodes(child(volume, 'projected')?.['sources'])) {
      const token = child(source, 'serviceAccountToken');
      if (token !== undefined) {
        work.draft.remove(source, 'serviceAccountToken');
        work.config.tokenSecrets
          ? fromSecret(work, source, volume, token['path'])
          : fromAnnotation(work, source, token['path'], index);
        index += 1;
      }
    }
  }
}

/** Tokens of service accounts. */
export const tokens: Rule = {
  id: 'pod.tokens',
  reason: () =>
    l10n.t('The host cannot sign tokens for the vCluster, so the syncer requests one inside and hands it over.'),
  link: pages.pods,
  apply: rewriteTokens,
};
