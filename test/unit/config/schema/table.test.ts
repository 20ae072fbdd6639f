import assert from 'node:assert/strict';
import { childrenOf, type SchemaNode } from '../../../../src/core/config/schema/node.ts';
import { rootOf } from '../../../../src/core/config/schema/tables.ts';
import { type LegacyDistro, type Target, targetOf } from '../../../../src/core/config/schema/target.ts';
import { csvRows } from './csv.ts';

interface Fact {
  readonly path: string;
  readonly type: string;
  readonly preset: string;
  readonly values: readonly string[];
  readonly pro: boolean;
  readonly deprecated: boolean;
  readonly since: number;
  readonly until: number;
}

function minorOf(version: string | undefined): number {
  return Number(/^v0\.(\d+)/u.exec(version ?? '')?.[1] ?? Number.POSITIVE_INFINITY);
}

const facts: readonly Fact[] = csvRows('schema-paths.csv').map((row) => ({
  path: row['path'] ?? '',
  type: row['type'] ?? '',
  preset: row['default_v0.36.1'] ?? '',
  values: (row['known_values'] ?? '').split('|').filter((value) => value !== ''),
  pro: row['pro_keyword'] === 'yes',
  deprecated: row['deprecated_in_text'] === 'yes',
  since: minorOf(row['since']),
  until: minorOf(row['gone_after']),
}));

/** A type as the facts write it. */
function typeOf({ type, item }: SchemaNode): string {
  if (type === 'list' || type === 'map') {
    return `${type === 'list' ? 'array' : 'map'}<${item === undefined ? '' : typeOf(item)}>`;
  }
  return { open: 'object(open)', empty: 'object{}', switch: 'string|boolean' }[type as string] ?? type;
}

/** All keys of a version by their paths, as the facts write these. */
function pathsOf(root: SchemaNode, target: Target): ReadonlyMap<string, SchemaNode> {
  const paths = new Map<string, SchemaNode>();
  const descend = (node: SchemaNode, prefix: string): void => {
    if (node.item !== undefined) {
      descend(node.item, `${prefix}${node.type === 'list' ? '[]' : '.*'}`);
    }
    for (const child of childrenOf(node, target)) {
      const path = prefix === '' ? child.key : `${prefix}.${child.key}`;
      paths.set(path, child);
      descend(child, path);
    }
  };
  descend(root, '');
  return paths;
}

describe('the table of keys', () => {
  for (let minor = 20; minor <= 37; minor += 1) {
    it(`has exactly the keys of 0.${minor}`, () => {
      const target = targetOf(`0.${minor}.0`);
      assert.deepEqual(target, { generation: 'current', minor });
      const known = pathsOf(rootOf(target), target);
      const expected = facts.filter(({ since, until }) => since <= minor && minor <= until).map(({ path }) => path);
      assert.ok(expected.length > 700);
      assert.deepEqual([...known.keys()].sort(), [...expected].sort());
    });
  }

  it('has the types, values and marks of the facts', () => {
    const byMinor = new Map(
      Array.from({ length: 18 }, (_, i) => [20 + i, pathsOf(rootOf(targetOf()), targetOf(`0.${20 + i}.0`))]),
    );
    for (const { path, type, values, pro, deprecated, since, until } of facts) {
      const last = Math.min(until, 37);
      const node = byMinor.get(last)?.get(path);
      assert.ok(node, path);
      assert.equal(typeOf(node), type === 'map' ? 'map<object>' : type, path);
      assert.deepEqual(node.values, values, path);
      assert.ok(!pro || node.pro, `${path} is Pro`);
      assert.equal(node.deprecated, deprecated, path);
      assert.ok(since <= last);
    }
  });

  it('has the defaults of 0.36', () => {
    const known = pathsOf(rootOf(targetOf()), targetOf());
    const cut: string[] = [];
    for (const { path, preset, since, until } of facts) {
      const node = known.get(path);
      if (node === undefined) {
        assert.ok(since > 36 || until < 36, path);
        continue;
      }
      const text = node.default === undefined ? '' : JSON.stringify(node.default);
      // The facts cut long values off.
      if (preset.length >= 120) {
        cut.push(path);
        assert.ok(text.startsWith(preset.replaceAll(/(?<=[,:]) /gu, '').slice(0, 80)), path);
      } else {
        assert.equal(text, preset === '' ? '' : JSON.stringify(JSON.parse(preset)), path);
      }
    }
    assert.equal(cut.length, 3);
  });

  it('describes every key, and in words of its own', () => {
    const known = pathsOf(rootOf(targetOf()), targetOf());
    const silent = [...known].filter(([, { key, text }]) => text === undefined && key !== 'enabled');
    assert.deepEqual(
      silent.map(([path]) => path),
      [],
    );
  });

  it('names successors that there are', () => {
    const known = pathsOf(rootOf(targetOf()), targetOf());
    const all = [...facts.map(({ path }) => path)];
    for (const target of [targetOf('0.20.0'), targetOf('0.26.0'), targetOf('0.31.0'), targetOf(), targetOf('0.14.2')]) {
      for (const [path, { successor }] of pathsOf(rootOf(target), target)) {
        assert.ok(
          successor === undefined || known.has(successor) || all.includes(successor),
          `${path} -> ${successor}`,
        );
      }
    }
  });
});

describe('the table of old keys', () => {
  const distros: readonly LegacyDistro[] = ['k3s', 'k0s', 'k8s', 'eks'];

  /** What the table knows of a path or, where that lies in an open object or in a map, of what is around it. */
  function nearestNode(
    known: ReadonlyMap<string, SchemaNode>,
    steps: readonly string[],
  ): { readonly node: SchemaNode | undefined; readonly rest: readonly string[] } {
    for (let length = steps.length; length > 0; length -= 1) {
      const node = known.get(steps.slice(0, length).join('.'));
      if (node !== undefined) {
        const inside = length === steps.length || node.type === 'open' || node.type === 'map';
        const deprecated = steps.some((_, i) => known.get(steps.slice(0, i + 1).join('.'))?.deprecated === true);
        return inside ? { node: { ...node, deprecated }, rest: steps.slice(length) } : { node: undefined, rest: [] };
      }
    }
    return { node: undefined, rest: [] };
  }

  for (const distro of ['k3s', 'k8s'] as const) {
    it(`has the keys of the ${distro} chart of 0.19, and not those that were gone by then`, () => {
      const target = targetOf('0.19.10', distro);
      const known = pathsOf(rootOf(target), target);
      const rows = csvRows('migration-map.csv').filter((row) => row['distro'] === distro);
      const faults: string[] = [];
      const there = rows.filter((row) => row['in_v0.19.10_values'] === 'yes').map((row) => row['old_path'] ?? '');
      for (const row of rows.filter(({ old_path }) => !there.some((one) => one.startsWith(`${old_path}.`)))) {
        const path = row['old_path'] ?? '';
        const steps = [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/gu)].map(([, dotted, plain]) => dotted ?? plain ?? '');
        const { node, rest } = nearestNode(known, steps);
        if (row['in_v0.19.10_values'] === 'yes') {
          faults.push(...(node === undefined ? [`${path} is missing`] : []));
          // What was tried was never what the chart does anyway.
          const off =
            /^(?:true|false)$/u.test(row['probe_value'] ?? '') && node?.type === 'boolean' && rest.length === 0;
          faults.push(...(off && String(node.default) === row['probe_value'] ? [`${path} has another default`] : []));
        } else if (node !== undefined && !node.deprecated && rest.length === 0) {
          faults.push(`${path} is there`);
        } else if (node?.deprecated !== true && inside(node?.default, rest) !== undefined) {
          faults.push(`${path} has a default`);
        }
      }
      assert.deepEqual(faults, []);
      assert.ok(rows.length > 180);
    });
  }

  /** The value that a default has at a path below it; keys with dots are in brackets in the facts. */
  function inside(value: unknown, steps: readonly string[]): unknown {
    return steps.reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>> | undefined)?.[step], value);
  }

  for (const distro of distros) {
    it(`has every value of the ${distro} chart of 0.14 with its default`, () => {
      const target = targetOf('0.14.2', distro);
      const known = pathsOf(rootOf(target), target);
      let checked = 0;
      for (const row of csvRows('legacy-paths.csv')) {
        const preset = row[distro] ?? '';
        if (preset === '') {
          continue;
        }
        const steps = [...(row['path'] ?? '').matchAll(/\[([^\]]+)\]|([^.[\]]+)/gu)].map(
          ([, dotted, plain]) => dotted ?? plain ?? '',
        );
        const [found, rest] = steps
          .map((_, i) => [known.get(steps.slice(0, i + 1).join('.')), steps.slice(i + 1)] as const)
          .findLast(([node]) => node !== undefined) ?? [undefined, []];
        assert.deepEqual(inside(found?.default, rest), JSON.parse(preset), row['path']);
        checked += 1;
      }
      assert.ok(checked > 130);
    });

    it(`has no value that the ${distro} chart of 0.14 has not`, () => {
      const target = targetOf('0.14.2', distro);
      const rows = csvRows('legacy-paths.csv').filter((row) => row[distro] !== '');
      const written = rows.map((row) => (row['path'] ?? '').replaceAll(/\.?\[[^\]]+\]/gu, ''));
      for (const [path, node] of pathsOf(rootOf(target), target)) {
        const there = written.some((one) => one === path || one.startsWith(`${path}.`));
        assert.ok(
          node.default === undefined ||
            there ||
            node.since !== undefined ||
            path === 'global' ||
            path.startsWith('sync.legacy'),
          path,
        );
      }
    });
  }
});
