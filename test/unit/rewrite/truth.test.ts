import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { hostName, predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw, text } from '../../../src/core/vcluster/raw.ts';
import { type CapturedPair, capturedSets } from './captured.ts';

/** ConfigMaps and Secrets are synced when a pod uses them, which one object does not tell. */
const unused = /^(configmaps-kube-public\.|configmaps-kube-system\.kube-apiserver-legacy|secrets-default\.unused)/u;

/** Two namespaces that each side has for itself under one name are no pair. */
function isPair({ virtual, host, id }: CapturedPair): boolean {
  return (
    virtual !== null &&
    host !== null &&
    !(id.startsWith('namespaces-') && dig(host, 'metadata', 'annotations') === undefined)
  );
}

function leaves(value: unknown, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, one] of Object.entries(value)) {
      leaves(one, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
    }
  } else {
    found.set(path, value);
  }
  return found;
}

/** What is known only to the vcluster: labels of the namespace, when the pod was bound, which Services there were. */
function beyondOneObject(path: string, host: Raw): boolean {
  return (
    path.includes('vcluster.loft.sh~1token-') ||
    path.includes('vcluster.loft.sh~1ns-label-') ||
    path.endsWith('last-applied-configuration') ||
    (text(dig(host, 'metadata', 'annotations', 'kubernetes.io/limit-ranger')) !== undefined &&
      path.includes('/resources/')) ||
    /\/(initC|c)ontainers\/\d+\/env\/([89]|\d\d)\//u.test(path)
  );
}

/** The zone that the virtual API server gives a pod when it is bound, after these two syncers had failed to write to it again. */
function boundLater(path: string): boolean {
  return path.includes('vcluster.loft.sh~1label-my-vcluster-x-d26ba3a6c4') || path.endsWith('vcluster.loft.sh~1labels');
}

for (const { name, target, options, pairs } of capturedSets()) {
  suite(`Rewriting as the real syncer did: ${name}`, () => {
    for (const pair of pairs.filter(isPair)) {
      const virtual = pair.virtual ?? {};
      const host = pair.host ?? {};
      test(`predicts ${pair.id}`, () => {
        const { object, unknown } = predict(virtual, target, options);
        const skip = (path: string): boolean =>
          unknown.some((one) => path === one || path.startsWith(`${one}/`)) ||
          beyondOneObject(path, host) ||
          (/^old-(mapsec|realnodes)$/u.test(name) && boundLater(path));
        const [predicted, actual] = [leaves(object), leaves(host)];
        const differing = [...new Set([...predicted.keys(), ...actual.keys()])].filter(
          (path) => !skip(path) && JSON.stringify(predicted.get(path)) !== JSON.stringify(actual.get(path)),
        );
        assert.deepEqual(differing, []);
        assert.ok(unknown.every((path) => !['/metadata/name', '/metadata/labels', '/spec', ''].includes(path)));
        assert.equal(
          hostName(
            {
              kind: text(virtual['kind']) ?? '',
              apiVersion: text(virtual['apiVersion']) ?? '',
              name: text(dig(virtual, 'metadata', 'name')) ?? '',
              ...(text(dig(virtual, 'metadata', 'namespace')) === undefined
                ? {}
                : { namespace: text(dig(virtual, 'metadata', 'namespace')) }),
            },
            target,
            options,
          ),
          dig(host, 'metadata', 'name'),
        );
      });

      test(`explains ${pair.id}`, () => {
        const { changes } = explain(virtual, host, target, options);
        assert.deepEqual(
          changes.filter(({ kind }) => kind === 'drift'),
          [],
        );
        assert.ok(
          changes.every(({ kind, rule, reason }) => reason !== '' && (kind === 'rewritten') === (rule !== undefined)),
        );
        const paths = changes.map(({ path }) => path).sort();
        assert.deepEqual(
          paths.filter((path, index) => path === paths[index - 1] || path.startsWith(`${paths[index - 1]}/`)),
          [],
          'every field has one reason',
        );
      });
    }

    test('predicts nothing for what was not synced', () => {
      const wrong = pairs.filter(
        ({ id, virtual, host }) =>
          virtual !== null && host === null && !unused.test(id) && predict(virtual, target, options).object !== null,
      );
      assert.deepEqual(
        wrong.map(({ id }) => id),
        [],
      );
    });
  });
}
