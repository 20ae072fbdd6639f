import * as l10n from '@vscode/l10n';
import { safeConcat } from '../vcluster/translate.ts';
import { chartOf } from './chart.ts';
import { type CreateChoices, defaultNamespace } from './choices.ts';
import { manifestText } from './manifest.ts';
import { valuesOf } from './values.ts';

export interface ArgoOptions {
  /** Where Argo CD runs; `argocd` when left out. */
  readonly argoNamespace?: string;
  /**
   * Whether deleting the Application deletes the vcluster, with all that runs in it. Not so when left out: then it has to be
   * deleted by itself.
   */
  readonly cascade?: boolean;
  /** The API server of the host as Argo CD knows it; the cluster that it runs in when left out. */
  readonly server?: string;
}

/** All Applications are in one namespace, so it tells vclusters of the same name apart. */
function applicationName({ name, namespace }: CreateChoices): string {
  return namespace === defaultNamespace(name) ? namespace : safeConcat(namespace, name);
}

/** A values file goes in as it is, since a tree of it might say `yes` otherwise than helm reads it. */
function helmValues(choices: CreateChoices): object {
  return choices.values === undefined ? { valuesObject: valuesOf(choices) } : { values: choices.values.text };
}

/** The Argo CD Application that makes the vcluster. */
export function argoApplication(choices: CreateChoices, options: ArgoOptions = {}): object {
  const { argoNamespace = 'argocd', cascade = false, server = 'https://kubernetes.default.svc' } = options;
  const { name, version, repo } = chartOf(choices);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: applicationName(choices),
      namespace: argoNamespace,
      ...(cascade ? { finalizers: ['resources-finalizer.argocd.argoproj.io'] } : {}),
    },
    spec: {
      project: 'default',
      source: {
        repoURL: repo,
        chart: name,
        targetRevision: version,
        helm: { releaseName: choices.name, ...helmValues(choices) },
      },
      destination: { server, namespace: choices.namespace },
      // Not selfHeal: it would wake up a vcluster that somebody paused.
      syncPolicy: { automated: {}, syncOptions: ['CreateNamespace=true'] },
    },
  };
}

/** The same as text. */
export function argoApplicationText(choices: CreateChoices, options: ArgoOptions = {}): string {
  const stays = l10n.t('Deleting this Application leaves the vcluster in place: it has no resources-finalizer.');
  const goes = l10n.t('Deleting this Application deletes the vcluster and everything that runs in it.');
  return manifestText([options.cascade === true ? goes : stays], [argoApplication(choices, options)]);
}
