import type { Chart } from './chart.ts';
import type { Generation } from './model.ts';
import type { Distro, Kubernetes } from './template.ts';
import type { WorkloadRecord } from './workload.ts';

function distroOfChart(chart: Chart | undefined, generation: Generation): Distro | undefined {
  const [, suffix] = /-(k3s|k0s|k8s|eks)$/u.exec(chart?.name ?? '') ?? [];
  return chart && ((suffix as Distro | undefined) ?? (generation === 'legacy' ? 'k3s' : 'k8s'));
}

/**
 * Distro and version from the image that runs the API server (a container of the main workload, or the `api` component),
 * the distro else from the chart's name: before 0.20 there was a chart for each, `vcluster` being k3s.
 */
export function kubernetesOf(
  main: WorkloadRecord,
  components: readonly WorkloadRecord[],
  generation: Generation,
): Partial<Kubernetes> {
  const distro = distroOfChart(main.chart, generation);
  return main.kubernetes ?? components.find(({ role }) => role === 'api')?.kubernetes ?? (distro ? { distro } : {});
}
