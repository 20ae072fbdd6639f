import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { readConfiguration } from '../comparison/configuration.ts';
import { versionOf } from '../comparison/liveRewriter.ts';
import { findVCluster, hostOf } from '../connection/vclusterLookup.ts';
import type { Hosts } from '../host/hosts.ts';
import type { RewriteOptions, Target } from '../rewrite/model.ts';
import { generationOfVersion } from '../vcluster/generation.ts';
import { noVirtualSource, type VirtualSource } from '../virtual/virtualSource.ts';
import type { PreviewWorld } from './check.ts';
import { insideObjects } from './insideObjects.ts';
import { type Preview, previewManifest } from './preview.ts';
import { hostWorld } from './world.ts';

/** What a vcluster is to previews: read once, and used for each change of the manifest. */
export interface PreviewTarget {
  readonly id: string;
  readonly target: Target;
  readonly options: RewriteOptions;
  readonly world: PreviewWorld;
  /** What could not be read of it, so that something else counts; one or more sentences. */
  readonly notice?: string;
}

function versionNotice(version: string | undefined): string | undefined {
  return generationOfVersion(version) === undefined
    ? l10n.t('Its version cannot be read, so that the rules of the newest of its generation are taken.')
    : undefined;
}

/** Says what vclusters would make of manifests. Nothing is applied. */
export class Previews {
  readonly #hosts: Hosts;
  readonly #virtual: Pick<VirtualSource, 'client'>;

  /** `virtual` is who is connected to vclusters: where nobody is, nothing is said of what is missing inside. */
  constructor(hosts: Hosts, virtual: Pick<VirtualSource, 'client'> = noVirtualSource) {
    this.#hosts = hosts;
    this.#virtual = virtual;
  }

  /** Reads what of a vcluster and its host matters. @throws KubeError, OperationError `gone` */
  async open(id: string, { signal, report }: Operation): Promise<PreviewTarget> {
    report(l10n.t('Reading the configuration of the vcluster'));
    const vcluster = await findVCluster(this.#hosts, id);
    const { client } = hostOf(this.#hosts, id).host;
    const connected = this.#virtual.client(id);
    const [{ options, notice }, world, inside] = await Promise.all([
      readConfiguration(client, vcluster, signal),
      hostWorld(client, vcluster, signal),
      connected && insideObjects(connected, signal),
    ]);
    const { name, namespace } = vcluster;
    const notices = [versionNotice(vcluster.version), notice].filter((one) => one !== undefined);
    return {
      id,
      target: { name, namespace, version: versionOf(vcluster) },
      options,
      world: inside === undefined ? world : { ...world, inside },
      ...(notices.length === 0 ? {} : { notice: notices.join(' ') }),
    };
  }

  /** What the vcluster would make of a manifest. Pure. */
  preview(manifest: string, { target, options, world }: PreviewTarget): Preview {
    return previewManifest(manifest, target, options, world);
  }
}
