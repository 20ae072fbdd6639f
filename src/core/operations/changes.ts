import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { findVCluster, hostOf } from '../connection/vclusterLookup.ts';
import { checkValuesFile } from '../create/valuesFileRules.ts';
import { type ChartSource, chartRepo, type Deployment } from '../deploy/deployment.ts';
import { watchDeployment } from '../deploy/progress.ts';
import { refusedChanges } from '../deploy/refusedChange.ts';
import { type DeployedRelease, discardInterruption, readRelease } from '../deploy/release.ts';
import type { Finding, ReleaseState } from '../deploy/releaseState.ts';
import { type UpgradeDiff, upgradeDiff, type WantedExposure, withExposure } from '../deploy/upgrade.ts';
import type { HostView } from '../explorer/view.ts';
import type { Hosts } from '../host/hosts.ts';
import { sighted } from '../host/sighting.ts';
import { missingPermissions } from '../lifecycle/permissions.ts';
import type { ProtectedContexts } from '../protection/protectedContexts.ts';
import { generationOfVersion } from '../vcluster/generation.ts';
import type { Generation, VCluster } from '../vcluster/model.ts';
import type { Drivers } from './drivers.ts';
import { deployAndWatch } from './rollout.ts';

export interface ChangesOptions {
  readonly hosts: Hosts;
  readonly drivers: Drivers;
  readonly protection: ProtectedContexts;
}

/** As long as the CLI waits for a load balancer. */
const addressMs = 5 * 60_000;

/** What a vcluster is deployed from, and what it is to become. */
export interface Change {
  readonly vcluster: VCluster;
  readonly release: DeployedRelease;
  readonly chart: ChartSource;
  readonly values: string;
}

/** helm takes over nothing that it did not make, and the whole values may not be known. */
function notOfHelm({ name }: VCluster): Finding {
  const message = l10n.t(
    '{0} has no Helm release: something else made it, such as Argo CD or kubectl. Change its values there.',
    printable(name),
  );
  return { severity: 'error', message };
}

function misfitsOf(text: string, generation: Generation): readonly Finding[] {
  const found = checkValuesFile({ generation, values: { name: l10n.t('The new configuration'), text } });
  return found.map(({ message }) => ({ severity: 'error', message }));
}

/** Changes deployed vclusters. The whole values are always given, so that nothing goes back to a default unasked. */
export class Changes {
  readonly #options: ChangesOptions;

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  /** A vcluster with what it is deployed from, to be changed; its chart and values are those that it has. */
  async deployed(id: string, signal: AbortSignal): Promise<Change> {
    const { hosts } = this.#options;
    const vcluster = await findVCluster(hosts, id, signal);
    const release = await readRelease(hostOf(hosts, id).host.client, vcluster, signal);
    const known = release.record?.chart ?? vcluster.chart;
    const version = known?.version ?? vcluster.version ?? '';
    return {
      vcluster,
      release,
      chart: { name: known?.name ?? 'vcluster', version, repo: chartRepo },
      values: release.values,
    };
  }

  /** Deployed and wanted values, for a view of their differences. */
  diff({ release, values }: Change): UpgradeDiff {
    return upgradeDiff(release.values, values);
  }

  /** Takes away a revision that helm did not come to the end of, so that it acts again. */
  async discardInterruption({ vcluster, release }: Change, signal: AbortSignal): Promise<void> {
    this.#options.protection.check(vcluster.context);
    if (release.interruption !== undefined) {
      const { client } = hostOf(this.#options.hosts, vcluster.id).host;
      await discardInterruption(client, vcluster, release.interruption, signal);
    }
  }

  /**
   * Where a vcluster is reached once it is exposed in that way: clouds take minutes for the address of a load balancer. Undefined
   * when there is none within `limitMs` milliseconds, or the signal ends the wait.
   */
  async addressOf(
    id: string,
    kind: WantedExposure['kind'],
    signal: AbortSignal,
    limitMs = addressMs,
  ): Promise<string | undefined> {
    const { host } = hostOf(this.#options.hosts, id);
    const address = ({ vclusters }: HostView): string | undefined => {
      const exposure = vclusters.get(id)?.exposure;
      return exposure?.kind === kind ? exposure.address : undefined;
    };
    return sighted(host, address, { signal, limitMs });
  }

  /** The values with another exposure. */
  exposed(change: Change, exposure: WantedExposure): Change {
    return { ...change, values: withExposure(change.values, change.vcluster.generation, exposure) };
  }

  /** What vcluster would refuse, and what there is no way back from. */
  findings({ vcluster, release, chart, values }: Change): readonly Finding[] {
    if (release.source !== 'helm') {
      return [notOfHelm(vcluster)];
    }
    const { generation } = vcluster;
    const from: ReleaseState = {
      generation,
      chart: release.record?.chart ?? { name: chart.name, version: vcluster.version ?? chart.version },
      values: release.values,
    };
    const wanted = generationOfVersion(chart.version) ?? generation;
    // A chart before 0.20 passes over what it does not know, and all would go back to its defaults.
    const misfits = values === release.values ? [] : misfitsOf(values, wanted);
    return misfits.length > 0 ? misfits : refusedChanges(from, { generation: wanted, chart, values });
  }

  /**
   * Carries a change out and waits until the vcluster is ready again.
   * @throws OperationError `refused` for what vcluster refuses, before anything runs
   */
  async apply(change: Change, operation: Operation): Promise<void> {
    const { hosts, drivers, protection } = this.#options;
    const { vcluster, chart, values } = change;
    protection.check(vcluster.context);
    const refusal = this.findings(change).find(({ severity }) => severity === 'error');
    if (refusal !== undefined) {
      throw new OperationError('refused', refusal.message);
    }
    if (vcluster.status.phase === 'paused') {
      const message = l10n.t('{0} is paused. Resume it first.', printable(vcluster.name));
      throw new OperationError('refused', message, undefined, 'resume');
    }
    const { client } = hostOf(hosts, vcluster.id).host;
    operation.report(l10n.t('Checking permissions'));
    const missing = await missingPermissions(client, 'upgrade', vcluster, operation.signal);
    if (missing !== undefined) {
      throw new OperationError('refused', missing);
    }
    const { context, namespace, name, generation } = vcluster;
    const deployment: Deployment = { context, namespace, name, generation, chart, values };
    const driver = await drivers.find(context, 'upgrade', generation, operation.signal);
    await deployAndWatch(
      (inner) => driver.upgrade(deployment, inner),
      (inner) => watchDeployment(client, deployment, inner),
      operation,
    );
  }
}
