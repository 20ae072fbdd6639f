import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { findVCluster, hostOf } from '../connection/vclusterLookup.ts';
import { readRelease } from '../deploy/release.ts';
import { parseValues } from '../deploy/valuesYaml.ts';
import type { Hosts } from '../host/hosts.ts';
import { KubeError } from '../kube/error.ts';
import type { RewriteOptions, Target } from '../rewrite/model.ts';
import type { PreviewWorld } from './check.ts';
import { type Preview, previewManifest } from './preview.ts';
import { hostWorld } from './world.ts';

/** What a vcluster is to previews: read once, and used for each change of the manifest. */
export interface PreviewTarget {
  readonly id: string;
  readonly target: Target;
  readonly options: RewriteOptions;
  readonly world: PreviewWorld;
}

/** Says what vclusters would make of manifests. Nothing is applied. */
export class Previews {
  readonly #hosts: Hosts;

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
  }

  /** Reads what of a vcluster and its host matters. @throws KubeError, OperationError `gone` */
  async open(id: string, { signal, report }: Operation): Promise<PreviewTarget> {
    report(l10n.t('Reading the configuration of the vcluster'));
    const vcluster = await findVCluster(this.#hosts, id);
    const { name, namespace, version = '' } = vcluster;
    const { client } = hostOf(this.#hosts, id).host;
    const [values, world] = await Promise.all([
      readRelease(client, vcluster, signal).then(
        (release) => parseValues(release.values),
        (error: unknown) => {
          // Without its configuration the defaults of its version count.
          if (KubeError.is(error) && error.kind !== 'cancelled') {
            return {};
          }
          throw error;
        },
      ),
      hostWorld(client, vcluster, signal),
    ]);
    return { id, target: { name, namespace, version }, options: { values }, world };
  }

  /** What the vcluster would make of a manifest. Pure. */
  preview(manifest: string, { target, options, world }: PreviewTarget): Preview {
    return previewManifest(manifest, target, options, world);
  }
}
