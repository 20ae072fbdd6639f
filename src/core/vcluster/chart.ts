/** A Helm chart as its `chart` label names it. */
export interface Chart {
  readonly name: string;
  readonly version: string;
}

const nameThenVersion = /^(.+?)-v?(\d+\.\d+\.\d+.*)$/u;

/**
 * The chart of a label such as `vcluster-k8s-0.14.2`. Charts replace the `+` of a version by `_`, since a label cannot hold it;
 * that is undone, as a version holds no `_` of its own. Undefined for a label of another form.
 */
export function parseChart(label: string | undefined): Chart | undefined {
  const [, name, version] = nameThenVersion.exec(label ?? '') ?? [];
  return name && version ? { name, version: version.replace('_', '+') } : undefined;
}

/** Whether it is one of vcluster's own charts, whose versions are vcluster's. Others only bring it along. */
export function isVClusterChart(chart: Chart): boolean {
  return /^vcluster(-pro)?(-(k3s|k0s|k8s|eks))?$/u.test(chart.name);
}
