import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { hostAt } from '../connection/vclusterLookup.ts';
import { argoApplicationText } from '../create/argoApplication.ts';
import { chartOf } from '../create/chart.ts';
import {
  type CreateChoices,
  defaultChoices,
  type Part,
  renamed,
  type ValuesFile,
  withGeneration,
} from '../create/choices.ts';
import { clusterApiText } from '../create/clusterApi.ts';
import { type Finding, passes } from '../create/finding.ts';
import { manifestText } from '../create/manifest.ts';
import type { TakenName } from '../create/nameRules.ts';
import { replicatedParts } from '../create/parts.ts';
import { preflight } from '../create/preflight/preflight.ts';
import { checkChoices } from '../create/rules.ts';
import { shellText } from '../create/shellText.ts';
import { helmCommand, vclusterCliCommand } from '../create/toolCommand.ts';
import { valuesFileName, valuesYaml } from '../create/values.ts';
import { withValuesFile } from '../create/valuesFileRules.ts';
import { kubernetesRange, suggestedChartVersions } from '../create/versions.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { watchDeployment } from '../deploy/progress.ts';
import type { Hosts } from '../host/hosts.ts';
import { listVClusters } from '../host/listing.ts';
import { KubeError } from '../kube/error.ts';
import { resources } from '../kube/resource.ts';
import { missingPermissions } from '../lifecycle/permissions.ts';
import type { ProtectedContexts } from '../protection/protectedContexts.ts';
import { deleteTarget } from '../removal/deleteTarget.ts';
import { vclusterId } from '../vcluster/id.ts';
import type { Generation } from '../vcluster/model.ts';
import type { Drivers } from './drivers.ts';
import { deployAndWatch } from './rollout.ts';

export interface CreationOptions {
  readonly hosts: Hosts;
  readonly drivers: Drivers;
  readonly protection: ProtectedContexts;
}

/** The ways to write down what was chosen. */
export interface Outputs {
  readonly fileName: string;
  readonly values: string;
  readonly cli: string;
  readonly helm: string;
  readonly argo: string;
  readonly clusterApi: string;
}

/** What a vcluster is deployed from; everything that writes it down comes from the same choices. */
export function deploymentOf(choices: CreateChoices): Deployment {
  const { context, namespace, name, generation } = choices;
  return { context, namespace, name, generation, chart: chartOf(choices), values: valuesYaml(choices) };
}

/** Makes vclusters: checks what was chosen, shows what would be done, does it. */
export class Creation {
  readonly #options: CreationOptions;

  constructor(options: CreationOptions) {
    this.#options = options;
  }

  defaults(context: string): CreateChoices {
    return defaultChoices(context);
  }

  renamed(choices: CreateChoices, name: string): CreateChoices {
    return renamed(choices, name);
  }

  withGeneration(choices: CreateChoices, generation: Generation): CreateChoices {
    return withGeneration(choices, generation);
  }

  withValuesFile(choices: CreateChoices, values: ValuesFile): CreateChoices {
    return withValuesFile(choices, values);
  }

  /** Versions of the chart to offer, the newest first. */
  chartVersions(generation: Generation): readonly string[] {
    return suggestedChartVersions[generation];
  }

  /** Versions of Kubernetes to offer for a chart, the newest first; none where they are not known. */
  kubernetesVersions(chartVersion: string): readonly string[] {
    const range = kubernetesRange(chartVersion);
    const count = range === undefined ? 0 : range.to - range.from + 1;
    return Array.from({ length: count }, (_, index) => `v1.${(range?.to ?? 0) - index}.0`);
  }

  /** The parts that can have more than one replica. */
  replicatedParts(choices: CreateChoices): readonly Part[] {
    return replicatedParts(choices);
  }

  /** The names that are in use on a host cluster; none where that cannot be seen. */
  async taken(context: string): Promise<readonly TakenName[]> {
    try {
      return await listVClusters(this.#options.hosts, context);
    } catch {
      return [];
    }
  }

  check(choices: CreateChoices, taken: readonly TakenName[]): readonly Finding[] {
    return checkChoices(choices, taken);
  }

  outputs(choices: CreateChoices): Outputs {
    const fileName = valuesFileName(choices);
    return {
      fileName,
      values: valuesYaml(choices),
      cli: shellText(vclusterCliCommand(choices, fileName)),
      helm: shellText(helmCommand(choices, fileName)),
      argo: argoApplicationText(choices),
      clusterApi: clusterApiText(choices),
    };
  }

  /** What stands in the way on the host cluster, with the lines that are well among them. Nothing is changed. */
  async preflight(choices: CreateChoices, signal: AbortSignal): Promise<readonly Finding[]> {
    const { client } = hostAt(this.#options.hosts, choices.context);
    const tools = await this.#options.drivers.available(choices.context, signal);
    return preflight(client, choices, tools, signal);
  }

  /** The objects that the chart makes, with the namespace that they are in, as YAML for kubectl. Takes helm. */
  async manifests(choices: CreateChoices, operation: Operation): Promise<string> {
    const helm = await this.#options.drivers.helm(choices.context, operation.signal);
    const objects = await helm.template(deploymentOf(choices), operation);
    return [...namespaceText(choices), objects.replace(/^---\n/u, '')].join('---\n');
  }

  /**
   * Makes the vcluster and waits until it is ready. Gives its id. Can be run again after a failure half-way.
   * @throws OperationError `invalid` for choices that do not pass, `protected`, `refused`, what the tool failed with, `notReady`
   */
  async create(choices: CreateChoices, operation: Operation): Promise<string> {
    const { hosts, drivers, protection } = this.#options;
    protection.check(choices.context);
    const wrong = checkChoices(choices).find(({ severity }) => severity === 'error');
    if (wrong !== undefined) {
      throw new OperationError('invalid', wrong.message);
    }
    const { client } = hostAt(hosts, choices.context);
    const deployment = deploymentOf(choices);
    operation.report(l10n.t('Checking permissions'));
    const missing = await missingPermissions(client, 'create', deployment, operation.signal);
    if (missing !== undefined) {
      throw new OperationError('refused', missing);
    }
    const driver = await drivers.find(choices.context, 'deploy', choices.generation, operation.signal);
    await deployAndWatch(
      (inner) => driver.deploy(deployment, inner),
      (inner) => watchDeployment(client, deployment, inner),
      operation,
    );
    return vclusterId(deployment);
  }

  /** Deletes what an earlier installation has left in the namespace. What is gone already is fine. */
  async clearAway(
    { context, namespace }: CreateChoices,
    resource: 'secrets' | 'persistentvolumeclaims',
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    this.#options.protection.check(context);
    const { client } = hostAt(this.#options.hosts, context);
    const type = resources[resource];
    for (const name of names) {
      const found = await client.get(type, namespace, name, { signal, metadataOnly: true }).catch(absent);
      const uid = found?.metadata?.uid;
      if (uid !== undefined) {
        await deleteTarget(client, { type, namespace, name, uid }, signal);
      }
    }
  }

  /** Whether nothing keeps from going on. */
  passes(findings: readonly Finding[]): boolean {
    return passes(findings);
  }
}

/** The charts do not make it. It is not marked as made for the vcluster, since it may be there before. */
function namespaceText({ namespace }: CreateChoices): readonly string[] {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  return namespace === 'default' ? [] : [manifestText([], [object])];
}

function absent(error: unknown): undefined {
  if (!KubeError.is(error, 'notFound')) {
    throw error;
  }
  return undefined;
}
