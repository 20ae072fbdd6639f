import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { explain } from '../../../src/core/rewrite/explain.ts';
import { predict } from '../../../src/core/rewrite/predict.ts';
import { dig, type Raw } from '../../../src/core/vcluster/raw.ts';

const target = { name: 'vc', namespace: 'ns', version: '0.36.1' };

type Plain = Record<string, unknown>;

function pod(spec: object, metadata: object = {}): Raw {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'd', ...metadata }, spec };
}

/** What is drift after the host's object, as predicted, was changed. */
function drift(virtual: Raw, change: (spec: Plain, metadata: Plain) => void, values: object = {}): readonly string[] {
  const { object } = predict(virtual, target, { values });
  const host = structuredClone(object) as Plain;
  change((host['spec'] ?? {}) as Plain, host['metadata'] as Plain);
  return explain(virtual, host, target, { values })
    .changes.filter(({ kind }) => kind === 'drift')
    .map(({ path }) => path);
}

function assign(node: Plain, fields: object): void {
  Object.assign(node, fields);
}

function first(list: unknown): Plain {
  const [one] = list as Plain[];
  assert.ok(one !== undefined);
  return one;
}

function annotate(metadata: Plain, annotations: object, labels: object = {}): void {
  Object.assign(metadata['annotations'] as Plain, annotations);
  Object.assign(metadata['labels'] as Plain, labels);
}

suite('What the host sets, and what it does not', () => {
  const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '10m' } } }];

  test('a LimitRange sets what it says, and nothing else', () => {
    const said = 'LimitRanger plugin set: memory request for container c; cpu, memory limit for container c';
    const limited = (limits: object, requests: object): readonly string[] =>
      drift(pod({ containers }), (spec, metadata) => {
        annotate(metadata, { 'kubernetes.io/limit-ranger': said });
        assign(first(spec['containers']), { resources: { limits, requests } });
      });
    assert.deepEqual(limited({ cpu: '1', memory: '1Gi' }, { cpu: '10m', memory: '1Mi' }), []);
    assert.deepEqual(limited({ cpu: '1', pods: '1' }, { cpu: '10m' }), ['/spec/containers/0/resources/limits/pods']);
    assert.deepEqual(limited({ cpu: '1' }, { cpu: '20m' }), ['/spec/containers/0/resources/requests/cpu']);
  });

  test('the LimitRange of the chart gives the amounts of the values', () => {
    const said = 'LimitRanger plugin set: cpu, memory request for container c; cpu limit for container c';
    const bare = pod({ containers: [{ name: 'c' }] });
    const limited = (resources: object, values: object): readonly string[] =>
      drift(
        bare,
        (spec, metadata) => {
          annotate(metadata, { 'kubernetes.io/limit-ranger': said });
          assign(first(spec['containers']), { resources });
        },
        values,
      );
    const on = { policies: { resourceQuota: { enabled: true } } };
    const given = { limits: { cpu: '1' }, requests: { cpu: '100m', memory: '128Mi' } };
    const path = '/spec/containers/0/resources';
    assert.deepEqual(limited(given, on), []);
    assert.deepEqual(limited({ ...given, limits: { cpu: '1000m' } }, on), []);
    assert.deepEqual(limited({ ...given, limits: { cpu: '2' } }, on), [path]);
    assert.deepEqual(limited({ ...given, limits: { cpu: '2' } }, {}), []);
    const more = { policies: { limitRange: { enabled: 'true', default: { cpu: 2 } } } };
    assert.deepEqual(limited({ ...given, limits: { cpu: '2' } }, more), []);
    const off = { policies: { limitRange: { enabled: 'false' }, resourceQuota: { enabled: true } } };
    assert.deepEqual(limited({ ...given, limits: { cpu: '3' } }, off), []);
  });

  test('the host’s default priority class sets the priority of pods without one', () => {
    const virtual = pod({ containers, priority: 0 });
    const set = (spec: Plain): void => assign(spec, { priorityClassName: 'standard', priority: 100 });
    assert.deepEqual(drift(virtual, set), []);
    assert.deepEqual(
      drift(virtual, (spec) => assign(spec, { priority: 100 })),
      ['/spec/priority'],
    );
    const values = { sync: { toHost: { pods: { priorityClassName: 'team' } } } };
    const other = (spec: Plain): void => assign(spec, { priority: -5 });
    assert.deepEqual(drift(virtual, other, values), []);
    assert.deepEqual(
      drift(virtual, (spec) => assign(spec, { priorityClassName: 'other' }), values),
      ['/spec/priorityClassName'],
    );
  });

  test('variables of Services come in groups that show one address', () => {
    const virtual = pod({ containers: [{ name: 'c' }], enableServiceLinks: true });
    const links = (changed: Readonly<Record<string, string>> = {}, more: object = {}): readonly string[] =>
      drift(virtual, (spec) => {
        const all = {
          DB_SERVICE_HOST: '10.0.0.9',
          DB_SERVICE_PORT: '5432',
          DB_SERVICE_PORT_SQL: '5432',
          DB_PORT: 'tcp://10.0.0.9:5432',
          DB_PORT_5432_TCP: 'tcp://10.0.0.9:5432',
          DB_PORT_5432_TCP_PROTO: 'tcp',
          DB_PORT_5432_TCP_PORT: '5432',
          DB_PORT_5432_TCP_ADDR: '10.0.0.9',
          ...changed,
        };
        const env = first(spec['containers'])['env'] as unknown[];
        env.push(...Object.entries(all).map(([name, value]) => ({ name, value, ...more })));
      });
    assert.deepEqual(links(), []);
    assert.deepEqual(links({ DB_PORT_5432_TCP_ADDR: '10.0.0.8' }), ['/spec/containers/0/env/15']);
    assert.deepEqual(links({ DB_PORT_5432_TCP_PROTO: 'udp' }), ['/spec/containers/0/env/13']);
    assert.deepEqual(links({ DB_SERVICE_PORT: 'x' }), ['/spec/containers/0/env/9']);
    assert.equal(links({ DB_SERVICE_HOST: 'changed by hand' }).length, 8);
    assert.equal(links({}, { more: 'x' }).length, 8);
    assert.deepEqual(links({ DATABASE_URL: 'postgres://' }), ['/spec/containers/0/env/16']);
  });

  test('a service mesh is believed what it says that it added', () => {
    const inject = (spec: Plain, name: string): void => {
      (spec['containers'] as Plain[]).push({ name, image: 'proxy' });
    };
    const status = JSON.stringify({ containers: ['istio-proxy'], initContainers: ['istio-init'] });
    const virtual = pod({ containers });
    const istio = (name: string, said: string): readonly string[] =>
      drift(virtual, (spec, metadata) => {
        annotate(metadata, { 'sidecar.istio.io/status': said }, { 'security.istio.io/tlsMode': 'istio' });
        inject(spec, name);
      });
    assert.deepEqual(istio('istio-proxy', status), []);
    assert.deepEqual(istio('miner', status), ['/spec/containers/1']);
    assert.deepEqual(istio('istio-proxy', 'not json'), ['/spec/containers/1']);
    assert.deepEqual(
      drift(virtual, (spec) => inject(spec, 'linkerd-proxy')),
      ['/spec/containers/1'],
    );
    const linkerd = (spec: Plain, metadata: Plain): void => {
      annotate(metadata, { 'linkerd.io/proxy-version': 'edge' }, { 'linkerd.io/control-plane-ns': 'linkerd' });
      inject(spec, 'linkerd-proxy');
    };
    assert.deepEqual(drift(virtual, linkerd), []);
  });

  test('annotations that came later are not in the syncer’s list, which is written once', () => {
    const list = 'vcluster.loft.sh/managed-annotations';
    const virtual = pod({ containers }, { annotations: { a: '1', b: '2', c: '3' } });
    const listed = (value: string): readonly string[] =>
      drift(virtual, (_, metadata) => annotate(metadata, { [list]: value }));
    assert.deepEqual(listed('a\nc'), []);
    for (const value of ['a\nx', 'c\na', 'changed by hand', 'a\na']) {
      assert.deepEqual(listed(value), ['/metadata/annotations/vcluster.loft.sh~1managed-annotations'], value);
    }
  });

  test('no selector is not the same as one for everything', () => {
    const term = { topologyKey: 'zone', labelSelector: {} };
    const podAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, namespaceSelector: {} }] };
    const virtual = pod({ containers, affinity: { podAffinity } });
    const values = { sync: { toHost: { namespaces: { enabled: true } } } };
    const remove = (spec: Plain): void => {
      const affinity = (spec['affinity'] as Plain)['podAffinity'] as Plain;
      delete first(affinity['requiredDuringSchedulingIgnoredDuringExecution'])['namespaceSelector'];
    };
    assert.equal(drift(virtual, remove, values).length, 1);
  });

  test('what only looks like a default is none', () => {
    const policy: Raw = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'n', namespace: 'd' },
      spec: { podSelector: {} },
    };
    const values = { sync: { toHost: { networkPolicies: { enabled: true } } } };
    assert.deepEqual(
      drift(policy, (spec) => assign(spec, { policyTypes: ['Ingress'] }), values),
      [],
    );
    assert.deepEqual(
      drift(policy, (spec) => assign(spec, { policyTypes: ['Egress'] }), values),
      ['/spec/policyTypes'],
    );
    const service: Raw = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'd' },
      spec: { ports: [{ port: 80 }] },
    };
    const targetPort =
      (port: unknown) =>
      (spec: Plain): void => {
        assign(first(spec['ports']), { targetPort: port });
      };
    assert.deepEqual(drift(service, targetPort(80)), []);
    assert.deepEqual(drift(service, targetPort(22)), ['/spec/ports/0/targetPort']);
    const resizePolicy = [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }];
    const resize =
      (policies: object[]) =>
      (spec: Plain): void =>
        assign(first(spec['containers']), { resizePolicy: policies });
    assert.deepEqual(drift(pod({ containers }), resize(resizePolicy)), []);
    assert.equal(
      drift(pod({ containers }), resize([{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }])).length,
      1,
    );
  });

  test('a Service has the address families of the host, all of them in order', () => {
    const virtual: Raw = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'd' },
      spec: {
        clusterIP: '10.0.0.1',
        clusterIPs: ['10.0.0.1'],
        ipFamilies: ['IPv4', 'IPv6'],
        ipFamilyPolicy: 'RequireDualStack',
      },
    };
    const set = (fields: object): readonly string[] => drift(virtual, (spec) => assign(spec, fields));
    assert.deepEqual(set({ ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }), []);
    assert.deepEqual(set({ clusterIPs: ['10.0.0.1', 'fd00::1'], ipFamilyPolicy: 'PreferDualStack' }), []);
    assert.deepEqual(set({ ipFamilyPolicy: 'Any' }), ['/spec/ipFamilyPolicy']);
    assert.deepEqual(set({ ipFamilies: ['IPv4', 'IPv4'] }), ['/spec/ipFamilies/1']);
    assert.deepEqual(set({ ipFamilies: ['IPv5', 'IPv6'] }), ['/spec/ipFamilies/0']);
    assert.deepEqual(set({ clusterIPs: ['10.0.0.2'] }), ['/spec/clusterIPs/0']);
    assert.deepEqual(set({ clusterIPs: ['10.0.0.1', 'x'] }), ['/spec/clusterIPs/1']);
    const marked = (value: string): readonly string[] =>
      drift(virtual, (_, metadata) => annotate(metadata, { 'vcluster.loft.sh/block-deletion': value }));
    assert.deepEqual(marked('true'), []);
    assert.equal(marked('x').length, 1);
  });

  test('Kubernetes selects by the labels that a constraint names, once more on the host', () => {
    const constraint = { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', matchLabelKeys: ['hash'] };
    const expression = { key: 'hash', operator: 'In', values: ['abc'] };
    const labelled = (labelSelector: object): Raw =>
      pod({ containers, topologySpreadConstraints: [{ ...constraint, labelSelector }] }, { labels: { hash: 'abc' } });
    const added = (labelSelector: object, more: object): readonly string[] =>
      drift(labelled(labelSelector), (spec) => {
        const selector = first(spec['topologySpreadConstraints'])['labelSelector'] as Plain;
        selector['matchExpressions'] = [...((selector['matchExpressions'] as object[] | undefined) ?? []), more];
      });
    const path = '/spec/topologySpreadConstraints/0/labelSelector/matchExpressions';
    assert.deepEqual(added({}, expression), []);
    assert.deepEqual(added({ matchExpressions: [expression] }, expression), []);
    assert.deepEqual(added({}, { ...expression, values: ['other'] }), [path]);
    assert.deepEqual(added({ matchExpressions: [expression] }, { ...expression, key: 'other' }), [`${path}/1`]);
  });

  test('a pod may be told the address of its node', () => {
    const told = (value: string): readonly string[] =>
      drift(pod({ containers }), (_, metadata) => annotate(metadata, { 'vcluster.loft.sh/host-ip': value }));
    assert.deepEqual([told('10.0.0.1').length, told('changed by hand').length], [0, 1]);
  });

  test('pods are kept on the nodes of the vcluster, but for those that name theirs', () => {
    const values = { sync: { fromHost: { nodes: { selector: { labels: { disk: 'ssd' } } } } } };
    const selected = (virtual: Raw, version = target.version, given: object = values): unknown => {
      const { object } = predict(virtual, { ...target, version }, { values: given });
      return dig(object, 'spec', 'nodeSelector');
    };
    const applied = (spec: object): object => ({
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec }) },
    });
    const bound = { containers, nodeName: 'n' };
    assert.deepEqual(selected(pod({ containers })), { disk: 'ssd' });
    assert.deepEqual(selected(pod(bound, { uid: 'u', ...applied({ containers }) })), { disk: 'ssd' });
    assert.deepEqual(selected(pod(bound, { uid: 'u' })), { disk: 'ssd' });
    assert.equal(selected(pod(bound, { uid: 'u', ...applied(bound) })), undefined);
    assert.equal(selected(pod(bound)), undefined);
    const legacy = { sync: { nodes: { nodeSelector: 'disk==ssd, zone = a,b in (c),d!=e' } } };
    assert.deepEqual(selected(pod({ containers }), '0.19.5', legacy), { disk: 'ssd', zone: 'a' });
  });
});
