import { resources } from '../kube/resource.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { controlPlaneApps, marks } from '../vcluster/marks.ts';
import { label } from '../vcluster/raw.ts';
import type { Survey } from './survey.ts';

/** What else is in the namespace of a vcluster. */
export interface Neighbourhood {
  /** The names of other vclusters. */
  readonly vclusters: readonly string[];
  /** The names of other helm releases. */
  readonly releases: readonly string[];
  /** How many pods belong to no vcluster. */
  readonly pods: number;
}

const apps: ReadonlySet<string> = new Set(controlPlaneApps);

/** Looks around in the namespace of a vcluster. */
export async function neighbourhoodOf(survey: Survey, { namespace, name }: VClusterAddress): Promise<Neighbourhood> {
  const labelSelector = `${marks.app}=vcluster`;
  const [sets, deployments, helm, pods] = await Promise.all([
    survey.list(resources.statefulsets, namespace, { labelSelector }),
    survey.list(resources.deployments, namespace, { labelSelector }),
    survey.list(resources.secrets, namespace, { labelSelector: 'owner=helm' }),
    survey.list(resources.pods, namespace),
  ]);
  const others = (names: readonly (string | undefined)[]): readonly string[] =>
    [...new Set(names.filter((one) => one !== undefined && one !== name))].sort() as readonly string[];
  const vclusters = others([...sets, ...deployments].map((one) => label(one, marks.release)));
  const releases = others(helm.map((one) => label(one, 'name'))).filter((one) => !vclusters.includes(one));
  const foreign = pods.filter((pod) => {
    const app = label(pod, marks.app);
    return label(pod, marks.managedBy) === undefined && !(app !== undefined && apps.has(app));
  });
  return { vclusters, releases, pods: foreign.length };
}
