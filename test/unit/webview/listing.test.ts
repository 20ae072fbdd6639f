import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ComparisonRow } from '../../../src/core/comparison/model.ts';
import { countRows } from '../../../src/webview/comparison/counts.ts';
import { Listing } from '../../../src/webview/comparison/listing.ts';

function row(kind: string, namespace: string, name: string, state: ComparisonRow['state'] = 'synced'): ComparisonRow {
  const host = { hostName: `${name}-x-${namespace}-x-shop`, hostNamespace: 'team' };
  return state === 'hostOnly'
    ? { key: `host:${kind}/team/${name}`, kind, state, hostName: name, hostNamespace: 'team' }
    : {
        key: `${kind}/${namespace}/${name}`,
        kind,
        state,
        virtualName: name,
        virtualNamespace: namespace,
        ...(state === 'synced' ? host : {}),
      };
}

const view = { search: '', filters: [], parts: [], collapsed: [] };

function listing(...rows: readonly ComparisonRow[]): Listing {
  const made = new Listing(view);
  made.replace(rows);
  return made;
}

function shape({ items }: Listing): readonly string[] {
  return items.map((item) => (item.type === 'group' ? `${item.id} (${item.count})` : `  ${item.id}`));
}

describe('the list of a panel', () => {
  it('groups by kind and namespace, workloads first, what is on the host only last', () => {
    const rows = [
      row('services', 'a', 's'),
      row('pods', 'team', 'x', 'hostOnly'),
      row('pods', 'b', 'p'),
      row('pods', 'a', 'q'),
    ];
    assert.deepEqual(shape(listing(...rows, row('deployments', 'a', 'd', 'virtualOnly'), row('widgets', 'a', 'w'))), [
      'virtual:deployments/a (1)',
      '  deployments/a/d',
      'virtual:pods/a (1)',
      '  pods/a/q',
      'virtual:pods/b (1)',
      '  pods/b/p',
      'virtual:services/a (1)',
      '  services/a/s',
      'virtual:widgets/a (1)',
      '  widgets/a/w',
      'host:pods/team (1)',
      '  host:pods/team/x',
    ]);
  });

  it('paints the row that changed alone, and everything when places move', () => {
    const one = row('pods', 'a', 'one');
    const list = listing(one, row('pods', 'a', 'two'));
    assert.deepEqual(list.apply({ changed: [{ ...one, status: 'Failed' }], removed: [] }), [one.key]);
    const [, item] = list.items;
    assert.ok(item?.type === 'row' && item.row.status === 'Failed');
    assert.equal(list.apply({ changed: [row('pods', 'a', 'three')], removed: [] }), 'all');
    assert.equal(list.apply({ changed: [], removed: [one.key] }), 'all');
    assert.deepEqual(shape(list), ['virtual:pods/a (2)', '  pods/a/three', '  pods/a/two']);
    assert.deepEqual(list.apply({ changed: [], removed: ['pods/a/never-there'] }), []);
  });

  it('moves a row that no longer fits a filter, or begins to', () => {
    const one = row('pods', 'a', 'one');
    const list = listing(one);
    list.look({ ...view, filters: ['waiting'] });
    assert.equal(list.shown, 0);
    assert.equal(list.apply({ changed: [{ ...one, state: 'waiting' }], removed: [] }), 'all');
    assert.equal(list.shown, 1);
  });

  it('finds by all words, in names of both sides, kinds and states', () => {
    const list = listing(row('configmaps', 'a', 'settings'), row('pods', 'b', 'settings'));
    for (const [search, count] of [
      ['SETT', 2],
      ['configmap sett', 1],
      ['-x-b-x-', 1],
      ['sett nothing', 0],
    ] as const) {
      list.look({ ...view, search });
      assert.equal(list.shown, count, search);
    }
  });

  it('keeps the count of a closed group', () => {
    const list = listing(row('pods', 'a', 'one'), row('pods', 'a', 'two'));
    list.look({ ...view, collapsed: ['virtual:pods/a'] });
    assert.deepEqual(shape(list), ['virtual:pods/a (2)']);
    assert.equal(list.shown, 2);
  });

  it('counts by filter, and by layer and kind', () => {
    const rows = [row('pods', 'a', 'p'), row('pods', 'a', 'w', 'waiting'), row('secrets', 'a', 's', 'notReferenced')];
    const counts = countRows([...rows, { ...row('pods', 'a', 'd'), drift: 2 }, row('pods', '', 'c', 'hostOnly')]);
    assert.deepEqual(counts.filters, { rewritten: 2, waiting: 1, drift: 1, hostOnly: 1, notSynced: 1 });
    assert.deepEqual(counts.layers, { virtual: [['secrets', 1]], synced: [['pods', 3]], host: [['pods', 1]] });
  });
});
