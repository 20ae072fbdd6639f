import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { parseQuantity } from '../../../src/core/base/quantity.ts';
import type { PreviewWorld } from '../../../src/core/preview/check.ts';
import { previewManifest } from '../../../src/core/preview/preview.ts';

const target = { name: 'my-vcluster', namespace: 'host', version: '0.36.1' };

function findings(manifest: string, world: PreviewWorld = {}, of = target, values: object = {}): readonly string[] {
  return previewManifest(manifest, of, { values }, world).findings.map(
    ({ line, character, code }) => `${line}:${character} ${code}`,
  );
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: a-very-long-name-of-an-application-in-production
spec:
  replicas: 3
  template:
    metadata:
      labels: {app: web}
    spec:
      priorityClassName: high
      dnsConfig:
        options: [{name: ndots, value: "2"}]
      containers:
        - name: web
          image: nginx
          envFrom: [{configMapRef: {name: settings}}]
          resources: {requests: {cpu: 500m}}
`;

suite('Preview of a manifest on the host', () => {
  test('shows what becomes of each object, templates as the pods that they make', () => {
    const { objects } = previewManifest(
      `${deployment}---\nkind: Service\napiVersion: v1\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}}\n`,
      target,
      {},
    );
    assert.deepEqual(
      objects.map(({ title }) => title),
      ['Pod default/a-very-long-name-of-an-application-in-production-xxxxxxxxxx-xxxxx', 'Service shop/web'],
    );
    assert.match(objects[0]?.host ?? '', /name: a-very-long-name-of-an-application-in-production-xxx-[0-9a-f]{10}/u);
    assert.match(objects[1]?.host ?? '', /vcluster\.loft\.sh\/managed-by: my-vcluster/u);
  });

  test('warns in the right places', () => {
    const world = { inside: new Set<string>(), quotaLeft: new Map([['requests.cpu', 1]]) };
    assert.deepEqual(findings(deployment, world), [
      '3:8 hashed-name',
      '10:25 priority-class-dropped',
      '12:17 dns-options-dropped',
      '14:8 beyond-quota',
      '16:42 reference-not-synced',
    ]);
    assert.deepEqual(
      findings(
        deployment.replace('a-very-long-name-of-an-application-in-production', 'web'),
        {},
        { ...target, version: '0.14.2' },
      ).filter((one) => one.endsWith('labels-renamed')),
      ['8:14 labels-renamed'],
    );
  });

  test('is quiet about what is right', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: c, image: nginx}]}\n';
    assert.deepEqual(
      findings(pod, { inside: new Set(), quotaLeft: new Map([['pods', 1]]), ingressHosts: new Map() }),
      [],
    );
  });

  test('knows an ingress host that another uses', () => {
    const ingress =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec:\n  rules:\n    - host: shop.example.com\n';
    const values = { sync: { toHost: { ingresses: { enabled: true } } } };
    assert.deepEqual(findings(ingress, { ingressHosts: new Map([['shop.example.com', 'somebody']]) }, target, values), [
      '5:12 ingress-host-taken',
    ]);
    assert.deepEqual(findings(ingress), ['1:6 not-synced']);
  });

  test('takes references within the manifest for there', () => {
    const both = `${deployment.replace('a-very-long-name-of-an-application-in-production', 'web')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n`;
    assert.ok(!findings(both, { inside: new Set() }).some((one) => one.endsWith('reference-not-synced')));
  });

  test('masks secrets', () => {
    const { objects } = previewManifest(
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n',
      target,
      {},
    );
    assert.ok(objects.every(({ virtual, host }) => !virtual.includes('hunter2') && !(host ?? '').includes('hunter2')));
  });

  test('says what cannot be read, and goes on with the rest', () => {
    const { objects, findings: found } = previewManifest(
      'a: [1\n---\njust text\n---\nkind: Pod\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n',
      target,
      {},
    );
    assert.deepEqual(
      objects.map(({ title }) => title),
      ['Pod default/p'],
    );
    assert.ok(found.length >= 3 && found.every(({ code, severity }) => code === 'unreadable' && severity === 'error'));
  });

  test('says of a document that cannot be parsed only what is wrong with it', () => {
    const { objects, findings: found } = previewManifest('kind: Pod\nmetadata: {name: [\n', target, {});
    assert.deepEqual(objects, []);
    assert.ok(found.length > 0 && found.every(({ message, line }) => !message.includes('needs') && line === 2));
  });

  test('does not promise a name whose end is random', () => {
    const said = (manifest: string): string | undefined =>
      previewManifest(manifest, target, {}).findings.find(({ code }) => code === 'hashed-name')?.message;
    assert.match(said(deployment) ?? '', /^On the host the names of its pods are cut and hashed, such as “a-very-/u);
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: ${'a'.repeat(60)}}\n`;
    assert.match(said(pod) ?? '', /^On the host it will be called “a{52}-[0-9a-f]{10}”/u);
  });

  test('takes anything', () => {
    for (const text of [
      '',
      '\ufeff',
      '{}',
      '[]',
      '- a',
      'a: &a [*a]',
      '{{ .Values.x }}',
      'kind: Pod\nmetadata: {name: [1]}',
      `a: ${'['.repeat(5000)}`,
      '\u0000',
    ]) {
      previewManifest(text, target, {});
    }
  });

  test('reads quantities', () => {
    assert.deepEqual(['100m', '1.5Gi', '2', 4, '1e3', 'x', undefined].map(parseQuantity), [
      0.1,
      1.5 * 2 ** 30,
      2,
      4,
      1000,
      undefined,
      undefined,
    ]);
  });
});
