import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Document, isPair, isScalar, isSeq, stringify, visit } from 'yaml';
import { convertConfig, convertDocument } from '../../../../src/core/config/migration/conversion.ts';
import { csvRows } from '../schema/csv.ts';
import { dataOf, leavesOf, problemsOf } from './checks.ts';
import { distros, legacyLeaves, stepsOf, treeOf } from './legacyFiles.ts';

/** Every path that a file of 0.14 to 0.19 may have. */
const paths = [
  ...new Map(
    [
      ...legacyLeaves.map(({ steps }) => steps),
      ...csvRows('migration-map.csv').map((row) => stepsOf(row['old_path'] ?? '')),
    ].map((steps) => [steps.join('\u0000'), steps] as const),
  ).values(),
];

const text = fc.oneof(
  fc.constantFrom(
    '',
    'true',
    'auto',
    '1',
    'a=b,c=d',
    'a/b',
    'reg.io:5000/a/b:t1',
    '---',
    'baseline',
    '{{ .Values.x }}',
    '#',
  ),
  fc.string({ maxLength: 12 }).filter((one) => !one.includes('{{')),
);
const scalar = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -1, max: 5 }),
  fc.constant(null),
  text,
  fc.double({ noNaN: true }),
);
const flags = fc.constantFrom(
  '--tls-san=a',
  '--enable-scheduler',
  '--node-selector',
  'x=y',
  '--sync=nodes,-services,zzz',
  '--multi-namespace-mode',
  '--out-kube-config-secret=s',
  '--lease-duration=1',
  '--map-host-service=a/b=c/d',
  '--sync-all-nodes=maybe',
);
const anything = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(fc.oneof(flags, text), { maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc.dictionary(fc.constantFrom('k', 'name', 'enabled', 'limits', 'image', 'from', 'to', 'cpu'), scalar, {
      maxKeys: 3,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.dictionary(fc.constantFrom('name', 'value', 'mountPath', 'from', 'to', 'chart'), scalar, { maxKeys: 3 }),
      { maxLength: 3 },
    ),
  },
);
const isolated: readonly [readonly string[], unknown] = [['isolation', 'enabled'], true];
const file = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom(...paths), anything), { maxLength: 12 }), fc.boolean())
  .map(([values, isolation]) => stringify(treeOf(isolation ? [...values, isolated] : values), { version: '1.1' }));

function leafPaths(value: unknown, steps: readonly string[] = []): readonly (readonly [readonly string[], unknown])[] {
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  return map.length === 0 ? [[steps, value]] : map.flatMap(([key, inner]) => leafPaths(inner, [...steps, key]));
}

const seed = { seed: 20_260_801 };

describe('random old values', function () {
  this.timeout(60_000);

  for (const version of ['0.36.1', '0.31.3', '0.24.0', '0.20.0']) {
    it(`become a vcluster.yaml that ${version} takes, whatever is in them`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...distros), file, (distro, old) => {
          const { text: made } = convertConfig(old, { distro, version });
          assert.deepEqual(problemsOf(made, version), [], made);
        }),
        { ...seed, numRuns: 150 },
      );
    });
  }

  it('leave no key without a note or a place of its own', () => {
    fc.assert(
      fc.property(fc.constantFrom(...distros), file, (distro, old) => {
        const { text: made, notes } = convertDocument(old, { distro });
        const kept = leavesOf(dataOf(made) ?? {});
        for (const [steps] of leafPaths(dataOf(old) ?? {})) {
          const about = notes.some(
            ({ keys }) => keys.length > 0 && steps.every((step, at) => at >= keys.length || keys[at] === step),
          );
          const same = kept.has(steps.join('.'));
          assert.ok(about || same || steps.length === 0, `${steps.join('.')} is gone without a word:\n${old}\n${made}`);
        }
      }),
      { ...seed, numRuns: 150 },
    );
  });

  it('take the comment of each key along that has a place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...distros), file, (distro, old) => {
        const document = new Document(dataOf(old) ?? {}, { version: '1.1' });
        const comments = new Map<string, string>();
        visit(document, {
          Pair(_, { key, value }, above) {
            const steps = [...above.filter(isPair).map((pair) => pair.key), key].map((one) =>
              isScalar(one) ? one.value : one,
            );
            if (isScalar(key) && isScalar(value) && !above.some((node) => isSeq(node))) {
              const comment = ` about ${comments.size};`;
              key.commentBefore = comment;
              value.comment = `${comment} beside`;
              comments.set(steps.join('\u0000'), comment);
            }
          },
        });
        const { text: made, notes } = convertDocument(document.toString(), { distro });
        for (const { keys, kind, target } of notes) {
          const comment = comments.get(keys.join('\u0000'));
          if (comment !== undefined && (kind === 'moved' || kind === 'changed') && target !== undefined) {
            assert.equal(made.split(`#${comment}\n`).length, 2, `${keys.join('.')}\n${document}\n${made}`);
            assert.equal(made.split(`#${comment} beside\n`).length, 2, `${keys.join('.')}\n${document}\n${made}`);
          }
        }
      }),
      { ...seed, numRuns: 150 },
    );
  });

  it('are converted once: the result is left as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...distros), file, (distro, old) => {
        const { text: made } = convertConfig(old, { distro });
        const again = convertConfig(made, { distro });
        assert.equal(again.text, made);
        assert.deepEqual(
          again.notes.map(({ kind }) => kind),
          ['unchanged'],
        );
      }),
      { ...seed, numRuns: 100 },
    );
  });
});
