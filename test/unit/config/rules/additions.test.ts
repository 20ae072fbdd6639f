import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { parseConfig } from '../../../../src/core/config/document.ts';
import { additionsOf } from '../../../../src/core/config/rules/additions.ts';
import { validateConfig } from '../../../../src/core/config/validate.ts';
import { applied } from './edits.ts';

const ids = [
  'mapping-from-host',
  'mapping-to-host',
  'isolation',
  'high-availability',
  'exposure-ingress',
  'exposure-load-balancer',
  'node-selector',
  'storage-sync',
];

function added(text: string, id: string, version = '0.36.1'): string {
  const [addition] = additionsOf(parseConfig(text), { version }).filter((one) => one.id === id);
  return addition === undefined ? text : applied(text, addition.edits);
}

function wrong(text: string, version: string): string {
  return validateConfig(text, { version })
    .filter(({ severity }) => severity !== 'information')
    .map(({ code }) => code)
    .join();
}

describe('Additions to a configuration', () => {
  it('are offered for an empty file, and make a right one', () => {
    for (const text of ['', '# mine\n', '{}\n', 'sync: {}', 'telemetry:\n  enabled: false']) {
      deepStrictEqual(
        additionsOf(parseConfig(text)).map(({ id }) => id),
        ids,
      );
      for (const id of ids) {
        strictEqual(wrong(added(text, id), '0.36.1'), '', `${id} in ${text}`);
      }
    }
  });

  it('are for old charts in their own words', () => {
    for (const version of ['0.14.2', '0.19.10']) {
      for (const { id, edits } of additionsOf(parseConfig('api: {}\netcd: {replicas: 1}\n'), { version })) {
        strictEqual(wrong(applied('api: {}\netcd: {replicas: 1}\n', edits), version), '', id);
      }
    }
    strictEqual(
      added('mapServices:\n  fromHost:\n  - {from: a/b, to: c/d}\n', 'mapping-from-host', '0.14.2'),
      'mapServices:\n  fromHost:\n  - {from: a/b, to: c/d}\n  - from: namespace/service\n    to: default/service\n',
    );
  });

  it('go where they belong, and keep the rest', () => {
    const text = [
      'sync:',
      '  fromHost:',
      '    nodes:',
      '      enabled: false # not yet',
      'networking:',
      '  replicateServices:',
      '    # ours',
      '    toHost: [{from: a/b, to: b}]',
      'controlPlane: {}',
      '',
      '# end',
      '',
    ].join('\n');
    strictEqual(
      added(text, 'node-selector'),
      text.replace('false # not yet', 'true # not yet\n      selector:\n        labels:\n          label: value'),
    );
    strictEqual(
      added(text, 'mapping-to-host'),
      text.replace('to: b}]', 'to: b}, {from: default/service, to: service}]'),
    );
    strictEqual(
      added(text, 'exposure-load-balancer'),
      text.replace('controlPlane: {}', 'controlPlane:\n  service:\n    spec:\n      type: LoadBalancer'),
    );
  });

  it('begin with a line, as editors indent snippets by what stands before them', () => {
    const text =
      'networking:\n  replicateServices:\n    fromHost:\n      - from: a/b\n        to: c/d\n  advanced: {}\n';
    const additions = additionsOf(parseConfig(text));
    deepStrictEqual(
      additions.flatMap(({ edits }) => edits.map(({ range }) => range.character)),
      additions.map(() => 0),
    );
    strictEqual(wrong(added(text, 'mapping-from-host'), '0.36.1'), '');
  });

  it('are not offered for what is there', () => {
    const full = [
      'policies: {podSecurityStandard: baseline, resourceQuota: {enabled: true}, limitRange: {enabled: true}, networkPolicy: {enabled: true}}',
      'controlPlane: {ingress: {enabled: true, host: a.io}, service: {spec: {type: NodePort}}}',
      'sync: {fromHost: {nodes: {enabled: true, selector: {all: true}}, storageClasses: {enabled: true}}, toHost: {persistentVolumes: {enabled: true}}}',
    ].join('\n');
    deepStrictEqual(
      additionsOf(parseConfig(full)).map(({ id }) => id),
      ['mapping-from-host', 'mapping-to-host', 'high-availability'],
    );
  });

  it('have tab stops for what is to be filled in', () => {
    const [addition] = additionsOf(parseConfig('networking:\n  podCIDR: 10.0.0.0/8\n')).filter(
      ({ id }) => id === 'mapping-from-host',
    );
    strictEqual(
      addition?.snippet,
      '  replicateServices:\n    fromHost:\n      - from: $' +
        '{1:namespace}/$' +
        '{2:service}\n        to: $' +
        '{3:default}/$' +
        '{4:service}\n',
    );
  });
});
