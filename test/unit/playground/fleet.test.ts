import assert from 'node:assert/strict';
import { readHelmRecord } from '../../../src/core/deploy/helmRecord.ts';
import { type KubeObject, resources } from '../../../src/core/kube/resource.ts';
import { Cluster } from '../../../src/core/playground/cluster.ts';
import { company } from '../../../src/core/playground/fleet/company.ts';
import { podSummary } from '../../../src/core/playground/podStatus.ts';
import { listAt, numberAt, textAt } from '../../../src/core/playground/tree.ts';
import { hostName } from '../../../src/core/vcluster/translate.ts';
import { names, until } from './harness.ts';

const clock = { now: () => Date.parse('2026-11-22T12:00:00Z') };
const marker = 'vcluster.loft.sh';

describe('sample fleet', () => {
  let cluster: Cluster;
  const annotation = (object: KubeObject, key: string) => object.metadata?.annotations?.[`${marker}/${key}`];
  const workload = (namespace: string, name: string) =>
    cluster.api.find(resources.statefulsets, namespace, name) ??
    cluster.api.get(resources.deployments, namespace, name);
  const owned = (namespace: string, release: string) =>
    cluster.api.list(resources.pods, namespace).filter((pod) => pod.metadata?.labels?.['release'] === release);
  const synced = () =>
    cluster.api.list(resources.pods).filter((pod) => pod.metadata?.labels?.[`${marker}/managed-by`] !== undefined);

  before(() => {
    cluster = new Cluster('sample', { clock, seed: 1, pace: 0.01 });
  });
  after(() => cluster.stop());

  it('is one entry for each vcluster to whoever selects by app=vcluster', () => {
    const all = [...cluster.api.list(resources.statefulsets), ...cluster.api.list(resources.deployments)];
    const found = all.filter((object) => object.metadata?.labels?.['app'] === 'vcluster');
    const releases = found.map((object) => `${object.metadata?.namespace}/${object.metadata?.labels?.['release']}`);
    assert.deepEqual([...releases].sort(), company.map(({ namespace, name }) => `${namespace}/${name}`).sort());
  });

  it('has every state, and its pods show it', () => {
    const status = (namespace: string, name: string) => owned(namespace, name).map((pod) => podSummary(pod).status);
    assert.deepEqual(status('team-payments', 'payments-prod'), ['Running', 'Running', 'Running']);
    assert.deepEqual(status('preview-pr-1431', 'pr-1431'), ['Pending']);
    assert.deepEqual(status('qa', 'nightly'), ['CrashLoopBackOff']);
    assert.deepEqual(status('partners', 'partner-sandbox'), ['ImagePullBackOff']);
    assert.deepEqual(status('sales-demo', 'demo'), []);
    const paused = workload('preview-pr-1423', 'pr-1423').metadata?.annotations;
    assert.deepEqual([paused?.['loft.sh/paused'], paused?.['loft.sh/paused-replicas']], ['true', '1']);
    assert.match(paused?.['loft.sh/paused-date'] ?? '', /Z$/);
    assert.equal(workload('edge', 'edge-lab').metadata?.annotations?.['loft.sh/paused-date'], undefined);
    assert.equal(workload('team-mobile', 'mobile-dev').metadata?.labels?.['loft.sh/sleep-mode'], 'true');
    const config = cluster.api.get(resources.secrets, 'team-office', 'vc-config-office');
    assert.equal(config.metadata?.annotations?.['sleepmode.loft.sh/sleep-type'], 'inactivitySleep');
    const downed = workload('sales-demo', 'demo');
    assert.deepEqual([numberAt(downed, 'spec', 'replicas'), downed.metadata?.annotations], [0, undefined]);
  });

  it('gives everything that is synced the name of its identity', () => {
    const types = [
      resources.pods,
      resources.services,
      resources.configmaps,
      resources.secrets,
      resources.persistentvolumeclaims,
      resources.ingresses,
    ];
    for (const type of types) {
      const objects = cluster.api
        .list(type)
        .filter((object) => object.metadata?.labels?.[`${marker}/managed-by`] !== undefined);
      assert.ok(objects.length > 0, type.plural);
      for (const object of objects) {
        const vcluster = object.metadata?.labels?.[`${marker}/managed-by`] ?? '';
        const namespace = annotation(object, 'object-namespace') ?? '';
        assert.equal(object.metadata?.name, hostName(annotation(object, 'object-name') ?? '', namespace, vcluster));
        assert.equal(object.metadata?.labels?.[`${marker}/namespace`], namespace);
        assert.equal(object.metadata?.ownerReferences?.[0]?.kind, 'Service');
      }
    }
  });

  it('has a pod whose name is hashed', () => {
    const hashed = synced().filter(
      (pod) => pod.metadata?.name?.length === 63 && !pod.metadata.name.endsWith('-x-checkout-staging'),
    );
    assert.ok(hashed.some((pod) => annotation(pod, 'object-name')?.startsWith('product-recommendation-engine')));
  });

  it('hashes labels in the legacy generation and leaves them in the current one', () => {
    const dns = (vcluster: string) =>
      synced().find(
        (pod) =>
          pod.metadata?.labels?.[`${marker}/managed-by`] === vcluster && annotation(pod, 'namespace') === 'kube-system',
      );
    assert.equal(dns('payments-prod')?.metadata?.labels?.['k8s-app'], 'vcluster-kube-dns');
    assert.equal(annotation(dns('payments-prod') ?? {}, 'object-kind'), '/v1, Kind=Pod');
    assert.equal(dns('intranet')?.metadata?.labels?.['k8s-app'], undefined);
    assert.equal(dns('intranet')?.metadata?.labels?.[`${marker}/label-intranet-x-f0d64011ff`], 'kube-dns');
    assert.equal(annotation(dns('intranet') ?? {}, 'object-kind'), undefined);
  });

  it('selects the pods of a synced service by rewritten labels', () => {
    const service = cluster.api.get(resources.services, 'legacy-apps', 'web-x-default-x-billing');
    const selector = Object.entries((service['spec'] as { selector: Record<string, string> }).selector);
    const fits = synced().filter((pod) => selector.every(([key, value]) => pod.metadata?.labels?.[key] === value));
    assert.deepEqual(new Set(fits.map((pod) => annotation(pod, 'object-name')?.slice(0, 4))), new Set(['web-']));
    assert.equal(fits.length, 2);
  });

  it('rewrites what pods use to names that are there', () => {
    for (const pod of synced()) {
      const namespace = pod.metadata?.namespace ?? '';
      const claims = listAt(pod, 'spec', 'volumes').flatMap(
        (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') ?? [],
      );
      const sources = listAt(pod, 'spec', 'containers').flatMap((one) => listAt(one, 'envFrom'));
      assert.ok(
        claims.every((claim) => cluster.api.find(resources.persistentvolumeclaims, namespace, claim)),
        pod.metadata?.name,
      );
      for (const source of sources) {
        const map = textAt(source, 'configMapRef', 'name');
        const secret = textAt(source, 'secretRef', 'name');
        assert.ok(
          map
            ? cluster.api.find(resources.configmaps, namespace, map)
            : cluster.api.find(resources.secrets, namespace, secret ?? ''),
        );
      }
      assert.equal(textAt(pod, 'spec', 'dnsPolicy'), 'None');
    }
  });

  it('has the parts of a legacy k8s vcluster, each with its own label', () => {
    const apps = owned('legacy-apps', 'billing').map((pod) => pod.metadata?.labels?.['app']);
    assert.deepEqual([...new Set(apps)].sort(), ['vcluster', 'vcluster-api', 'vcluster-controller', 'vcluster-etcd']);
    assert.equal(workload('legacy-apps', 'billing').metadata?.labels?.['chart'], 'vcluster-k8s-0.14.2');
    assert.equal(cluster.api.find(resources.secrets, 'legacy-apps', 'vc-config-billing'), undefined);
    assert.deepEqual(cluster.api.get(resources.secrets, 'legacy-apps', 'vc-billing').metadata?.labels, undefined);
  });

  it('isolates in the words of each generation', () => {
    const policies = (namespace: string) => names(cluster.api.list(resources.networkpolicies, namespace));
    assert.deepEqual(policies('data-science'), [
      'vc-cp-data-science',
      'vc-kube-dns-data-science',
      'vc-work-data-science',
    ]);
    assert.deepEqual(policies('ci'), ['build-farm-control-plane', 'build-farm-workloads']);
  });

  it('stays as it is when nothing is done to it', async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { version } = cluster.store;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(cluster.store.version, version);
    assert.equal(podSummary(cluster.api.get(resources.pods, 'preview-pr-1431', 'pr-1431-0')).status, 'Pending');
    assert.ok(company.every(({ namespace, name }) => !cluster.virtualClusters.isOpen(`${namespace}/${name}`)));
  });

  it('has a kubeconfig for each vcluster that has been up, as its generation writes it', () => {
    const secret = (namespace: string, name: string) => cluster.api.find(resources.secrets, namespace, `vc-${name}`);
    const up = company.filter(({ state }) => state !== 'pending' && state !== 'image-pull');
    const have = company.filter(({ namespace, name }) => secret(namespace, name) !== undefined);
    assert.deepEqual(have, up);
    const [current, legacy] = [secret('team-payments', 'payments-prod'), secret('legacy-apps', 'intranet')];
    const keys = ['certificate-authority', 'client-certificate', 'client-key', 'config'];
    assert.deepEqual(Object.keys(current?.['data'] ?? {}).sort(), [...keys, 'token']);
    assert.deepEqual(Object.keys(legacy?.['data'] ?? {}).sort(), keys);
    assert.deepEqual(current?.metadata?.labels, { app: 'vcluster', 'vcluster-name': 'payments-prod' });
    assert.equal(current?.metadata?.ownerReferences?.[0]?.kind, 'Service');
    assert.deepEqual([legacy?.metadata?.labels, legacy?.metadata?.ownerReferences], [undefined, undefined]);
  });

  it('has a helm release for each, with values and without what has become of it since', async () => {
    for (const { namespace, name, version, state } of company) {
      const record = await readHelmRecord(
        cluster.api.get(resources.secrets, namespace, `sh.helm.release.v1.${name}.v1`),
      );
      assert.deepEqual([record.name, record.chart.version, record.status], [name, version, 'deployed'], state);
      assert.doesNotMatch(record.manifest, /loft.sh\/paused|EXIT_CODE/);
    }
    const values = async (namespace: string, name: string) =>
      (await readHelmRecord(cluster.api.get(resources.secrets, namespace, `sh.helm.release.v1.${name}.v1`))).values;
    assert.match(await values('team-payments', 'payments-prod'), /embedded:\n +enabled: true[\s\S]*replicas: 3/);
    assert.match(await values('ci', 'build-farm'), /^isolation:\n {2}enabled: true\n/);
  });

  it('resumes and pauses as the CLI does it, for real', async () => {
    const { api } = cluster;
    const resumed = {
      spec: { replicas: 1 },
      metadata: { annotations: { 'loft.sh/paused': null, 'loft.sh/paused-replicas': null } },
    };
    api.patch(resources.statefulsets, 'preview-pr-1423', 'pr-1423', resumed);
    await until(() => owned('preview-pr-1423', 'pr-1423').some((pod) => podSummary(pod).ready === 1), 'a ready pod');
    const inside = () =>
      api.list(resources.pods, 'preview-pr-1423').filter((pod) => annotation(pod, 'object-name') !== undefined);
    await until(() => inside().length === 3 && inside().every((pod) => podSummary(pod).ready === 1), 'the synced pods');
    assert.deepEqual(
      new Set(inside().map((pod) => annotation(pod, 'object-namespace'))),
      new Set(['default', 'kube-system']),
    );
    api.patch(resources.statefulsets, 'preview-pr-1423', 'pr-1423', { spec: { replicas: 0 } });
    await until(() => owned('preview-pr-1423', 'pr-1423').length === 0, 'the end of the pod');
    for (const pod of inside()) {
      api.delete(resources.pods, 'preview-pr-1423', pod.metadata?.name ?? '');
    }
    await until(() => inside().length === 0, 'the end of the synced pods');
  });
});

describe('bulk fleet', () => {
  it('has that many vclusters and pods, in a moment', () => {
    const before = process.cpuUsage().user;
    const cluster = new Cluster({ vclusters: 200, podsEach: 10 }, { clock, seed: 1, pace: 1 });
    cluster.stop();
    const seconds = (process.cpuUsage().user - before) / 1e6;
    assert.equal(cluster.api.list(resources.statefulsets).length, 200);
    assert.equal(cluster.api.list(resources.pods).length, 2200);
    assert.ok(seconds < 2, `${seconds} s`);
  });
});
