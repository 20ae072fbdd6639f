import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { convertConfig } from '../../../../src/core/config/migration/conversion.ts';
import type { MigrationNote } from '../../../../src/core/config/migration/note.ts';
import type { LegacyDistro } from '../../../../src/core/config/schema/target.ts';
import { csvRows } from '../schema/csv.ts';
import { dataOf, leavesOf, problemsOf } from './checks.ts';

interface Probe {
  readonly distro: LegacyDistro;
  readonly path: readonly string[];
  readonly name: string;
  readonly value: unknown;
  readonly outcome: string;
  readonly places: readonly (readonly [string, unknown])[];
}

function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

const probes: readonly Probe[] = csvRows('migration-map.csv').map((row) => ({
  distro: row['distro'] as LegacyDistro,
  path: stepsOf(row['old_path'] ?? ''),
  name: `${row['distro']} ${row['old_path']}`,
  value: JSON.parse(row['probe_value'] ?? 'null'),
  outcome: row['outcome'] ?? '',
  places:
    row['outcome'] === 'mapped'
      ? (row['new_path_or_error'] ?? '').split(' ; ').map((one) => {
          const at = one.indexOf('=');
          const text = one.slice(at + 1);
          return [
            one.slice(0, at),
            /^["{[\d]|^true$|^false$/u.test(text) && !text.includes('<') ? tryJson(text) : text,
          ] as const;
        })
      : [],
}));

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What else has to be there for a key to have an effect. */
function oldFile({ path, value }: Probe): string {
  const nested = path.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), value) as Record<
    string,
    unknown
  >;
  if (path[0] === 'isolation' && path[1] !== 'enabled') {
    nested['isolation'] = { enabled: true, ...(nested['isolation'] as object) };
  }
  return stringify(nested);
}

function noted(notes: readonly MigrationNote[], path: readonly string[]): boolean {
  const wanted = path.join('.');
  return notes.some((note) => {
    const bare = note.path.replaceAll(/\["?([^\]"]+)"?\]/gu, '.$1');
    return bare !== '' && (wanted.startsWith(bare) || bare.startsWith(wanted));
  });
}

/** Where the last converter gave what cannot be used, or less than there is: what becomes of it for each version that is tried. */
const better: Readonly<Record<string, string>> = {
  'sync.volumesnapshots.enabled': 'refused from 0.36 on',
  'mapServices.fromHost': 'a/b to c is refused at the start',
  'vcluster.image': 'an image of k3s',
  'vcluster.env': 'without a name',
  'vcluster.extraArgs': 'no argument',
  'vcluster.volumeMounts': 'they were put among the volumes',
  'vcluster.extraVolumeMounts': 'a name that YAML 1.1 reads as false was lost',
  'syncer.extraVolumeMounts': 'a name that YAML 1.1 reads as false was lost',
  replicas: 'refused with the embedded database',
  'syncer.replicas': 'refused with the embedded database',
  'sync.nodes.enableScheduler': 'has another place in k8s',
  'vcluster.resources.limits.cpu': 'an empty value was made up beside it; with k8s there is one container for all',
  'vcluster.resources.limits.memory': 'the same',
  'vcluster.resources.requests.cpu': 'the same',
  'vcluster.resources.requests.memory': 'the same',
  'syncer.securityContext': 'the defaults of the chart were written out',
  'syncer.securityContext.allowPrivilegeEscalation': 'the same',
  k3sToken: 'k8s has no such token',
  proLicenseSecret: 'has another place from 0.32 on',
};

describe('the table of the last converter', function () {
  this.timeout(60_000);

  for (const version of ['0.36.1', '0.31.3']) {
    it(`is met or bettered for each of its probes, for ${version}`, () => {
      const faults: string[] = [];
      for (const probe of probes) {
        const { text, notes } = convertConfig(oldFile(probe), { distro: probe.distro, version });
        const leaves = leavesOf(dataOf(text));
        faults.push(...problemsOf(text, version).map((problem) => `${probe.name}: ${problem}`));
        const kept = probe.places.every(([place, value]) => {
          if (value === '"<none>"' || value === '<none>') {
            return true;
          }
          const found = leaves.get(version === '0.31.3' ? place : place.replace('distro.k3s', 'distro.k8s'));
          return typeof value === 'string' && /<name>|<none>/u.test(value)
            ? found !== undefined
            : JSON.stringify(found) === JSON.stringify(value);
        });
        const stays = JSON.stringify(leaves.get(probe.path.join('.'))) === JSON.stringify(probe.value);
        if ((probe.outcome !== 'mapped' || !kept) && !stays && !noted(notes, probe.path)) {
          faults.push(`${probe.name}: nothing is said about it`);
        }
        if (probe.outcome === 'mapped' && !kept && better[probe.path.join('.')] === undefined) {
          faults.push(`${probe.name}: ${JSON.stringify(probe.places)} became ${JSON.stringify([...leaves])}`);
        }
      }
      assert.deepEqual(faults, []);
    });
  }
});
