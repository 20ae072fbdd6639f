import { recogniseDistro } from '../migration/recogniseDistro.ts';
import type { ValuesBlock } from '../recognition/valuesBlock.ts';
import type { LegacyDistro } from '../schema/target.ts';

const byChart: Readonly<Record<string, LegacyDistro>> = {
  'vcluster-k8s': 'k8s',
  'vcluster-k0s': 'k0s',
  'vcluster-eks': 'eks',
};

/** The distro that old values are for: that of the chart beside them, else what their keys and images tell, else k3s, the default. */
export function distroOf({ chart, text }: ValuesBlock): LegacyDistro {
  return byChart[chart?.name ?? ''] ?? recogniseDistro(text) ?? 'k3s';
}
