import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { cursorAt } from '../../../../src/core/config/offers/cursor.ts';
import { offeredAt } from '../../../../src/core/config/offers/offer.ts';

/** What is offered at the `|` of a text. */
function at(text: string): string {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes('|'));
  const cursor = cursorAt(text.replace('|', ''), line, lines[line]?.indexOf('|') ?? 0);
  return cursor === undefined
    ? 'nowhere'
    : `${cursor.path.join('.')}${cursor.atKey ? ' key' : ''} ${offeredAt(cursor) ?? '-'} “${cursor.typed}”`;
}

suite('What of the host fits where somebody types', () => {
  test('is told by the keys above, in files that are half-typed', () => {
    assert.equal(
      at('networking:\n  replicateServices:\n    fromHost:\n      - from: mo|\n        to: a/b\n'),
      'networking.replicateServices.fromHost.0.from services “mo”',
    );
    assert.equal(
      at(
        'networking:\n  replicateServices:\n    fromHost:\n      - from: a/b\n        to: c/d\n      - from: "mon/|\n',
      ),
      'networking.replicateServices.fromHost.1.from services “mon/”',
    );
    assert.equal(at('storage:\n  className: |\n'), 'storage.className storageClasses “”');
    assert.equal(
      at('sync:\n  fromHost:\n    nodes:\n      enabled: true\n      selector:\n        labels:\n          |\n'),
      'sync.fromHost.nodes.selector.labels key nodeLabels “”',
    );
    assert.equal(at('etcd:\n  nodeSelector:\n    di|\n'), 'etcd.nodeSelector key nodeLabels “di”');
    assert.equal(
      at('networking:\n  resolveDNS:\n    - hostname: a\n      target:\n        hostNamespace: |\n'),
      'networking.resolveDNS.0.target.hostNamespace namespaceNames “”',
    );
    assert.equal(at('sync:\n  nodes:\n    nodeSelector: "disk|"\n'), 'sync.nodes.nodeSelector nodeSelector “disk”');
  });

  test('is nothing elsewhere, in comments, and in what cannot be parsed', () => {
    assert.equal(at('sync:\n  toHost: |\n'), 'sync.toHost - “”');
    assert.equal(at('a: b # className: |\n'), 'nowhere');
    assert.equal(at('a: &a\n  b: *a\nc:\n  <<: *a\n  d: x|\n'), 'c.d - “x”');
    assert.match(at('a: [{\n  b: |\n'), /-|nowhere/u);
  });
});
