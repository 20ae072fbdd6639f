import assert from 'node:assert/strict';
import type { Operation } from '../../../src/core/base/operation.ts';
import { OperationError } from '../../../src/core/base/operationError.ts';
import type { Driver } from '../../../src/core/deploy/driver.ts';
import { resourcePath, resources } from '../../../src/core/kube/resource.ts';
import type { KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';
import { cleanLeftovers, leftovers } from '../../../src/core/removal/leftovers.ts';
import { planRemoval, type RemovalPlan } from '../../../src/core/removal/plan.ts';
import { removeVCluster } from '../../../src/core/removal/removal.ts';
import { clusterMarker } from '../../../src/core/vcluster/marks.ts';
import { limitedClient } from '../deploy/limitedClient.ts';
import { type ClientBench, startClientBench } from '../deploy/playgroundClient.ts';

const context = 'playground';
const payments = { context, namespace: 'team-payments', name: 'payments-prod' };
const search = { context, namespace: 'team-search', name: 'search' };
const intranet = { context, namespace: 'legacy-apps', name: 'intranet' };
const office = { context, namespace: 'team-office', name: 'office' };

describe('deleting a vcluster', () => {
  let own: ClientBench;
  let phases: string[];
  const controller = new AbortController();
  const { signal } = controller;

  before(async () => {
    own = await startClientBench({ fleet: 'sample', pace: 0.01 });
  });

  beforeEach(() => {
    phases = [];
  });

  after(() => own.end());

  const operation = (): Operation => ({ signal, report: (phase) => phases.push(phase) });

  function plan(address: typeof payments, contexts: readonly KubeconfigContext[] = []): Promise<RemovalPlan> {
    return planRemoval(own.client, address, contexts, signal);
  }

  function shown({ items }: RemovalPlan): readonly string[] {
    return items.map(({ kind, label, proposal, fixed }) => `${proposal}${fixed ? '!' : ''} ${kind}: ${label}`);
  }

  /** Takes away what the chart made, as a tool would: by requests. */
  const driver: Driver = {
    kind: 'playground',
    label: 'test',
    deploy: async () => {},
    upgrade: async () => {},
    uninstall: async ({ namespace, name }) => {
      for (const type of [resources.statefulsets, resources.deployments, resources.services, resources.secrets]) {
        const query = { labelSelector: `release=${name}` };
        const { items } = await own.client.list(type, namespace, { query });
        for (const item of items) {
          await own.client.request('DELETE', resourcePath(type, namespace, item.metadata?.name));
        }
      }
    },
  };

  it('lists the volumes of every ordinal, and keeps a namespace that was there before', async () => {
    const found = await plan(payments);
    const lines = shown(found);
    for (const ordinal of [0, 1, 2]) {
      assert.ok(lines.includes(`remove volume: PersistentVolumeClaim data-payments-prod-${ordinal}`), lines.join('\n'));
    }
    assert.ok(lines.includes('remove! release: The vcluster payments-prod'));
    assert.ok(lines.includes('keep namespace: Namespace team-payments'));
    assert.match(lines.find((line) => line.includes('synced objects')) ?? '', /^remove! synced: \d+ synced objects$/u);
    assert.ok(found.runningWorkloads >= 8, `${found.runningWorkloads}`);
    assert.deepEqual(found.notes, []);
  });

  it('lists the volumes of its etcd', async () => {
    assert.ok(shown(await plan(search)).includes('remove volume: PersistentVolumeClaim data-search-etcd-0'));
  });

  it('does not offer a namespace in which other vclusters are', async () => {
    const found = await plan(intranet);
    assert.ok(shown(found).includes('keep! namespace: Namespace legacy-apps'), shown(found).join('\n'));
    assert.match(found.items.find(({ kind }) => kind === 'namespace')?.detail ?? '', /billing/u);
    assert.ok(!shown(found).some((line) => line.includes('billing')), 'nothing of the neighbour');
  });

  it('lists contexts that point into it, and no others', async () => {
    const names = ['vcluster_office_team-office_playground', 'vcluster_office_team-office_other', 'playground'];
    const lines = shown(
      await plan(
        office,
        names.map((name) => ({ name, file: '/c' })),
      ),
    );
    assert.deepEqual(
      lines.filter((line) => line.includes('context')),
      ['remove context: Context vcluster_office_team-office_playground'],
    );
  });

  it('says what it could not see, and goes on', async () => {
    const token = own.bench.playground.tokens.issue({ user: 'nobody', groups: [] });
    const client = limitedClient(own.bench.playground.server.url, token);
    const found = await planRemoval(client, payments, [], signal);
    client.close();
    assert.deepEqual(found.items, []);
    assert.ok(found.notes.some((note) => /persistentvolumeclaims could not be seen/u.test(note)));
  });

  describe('with everything that it leaves', () => {
    const address = { context, namespace: 'made-for-it', name: 'shop' };
    const core = '/api/v1/namespaces/made-for-it';
    const marker = clusterMarker(address.namespace, address.name);

    async function makeShop(created = true): Promise<void> {
      const annotations = created ? { 'vcluster.loft.sh/created': 'true' } : {};
      await own.create('/api/v1/namespaces', { metadata: { name: address.namespace, annotations } });
      const labels = { app: 'vcluster', release: 'shop' };
      // It fits on no node, so that the playground brings nothing to life in it.
      const template = {
        metadata: { labels },
        spec: { nodeSelector: { pool: 'none' }, containers: [{ name: 'syncer', image: 'vcluster:0.14.2' }] },
      };
      const claim = {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      };
      await own.create('/apis/apps/v1/namespaces/made-for-it/statefulsets', {
        metadata: { name: 'shop', labels },
        spec: {
          replicas: 1,
          serviceName: 'shop',
          selector: { matchLabels: labels },
          template,
          volumeClaimTemplates: [claim],
        },
      });
      const service = await own.create(`${core}/services`, {
        metadata: { name: 'shop', labels },
        spec: { ports: [{ port: 443 }] },
      });
      const owner = { apiVersion: 'v1', kind: 'Service', name: 'shop', uid: service.metadata?.uid };
      const synced = { 'vcluster.loft.sh/managed-by': 'shop' };
      await own.create(`${core}/configmaps`, { metadata: { name: 'owned', labels: synced, ownerReferences: [owner] } });
      await own.create(`${core}/configmaps`, { metadata: { name: 'loose', labels: synced } });
      await own.create(`${core}/configmaps`, { metadata: { name: 'vc-cidr-shop' }, data: { cidr: '10.96.0.0/12' } });
      await own.create(`${core}/configmaps`, { metadata: { name: 'configmap-shop' } });
      await own.create(`${core}/secrets`, { metadata: { name: 'vc-shop' }, data: {} });
      await own.create(`${core}/secrets`, { metadata: { name: 'shop-certs', labels: { release: 'other' } } });
      const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      await own.create(`${core}/persistentvolumeclaims`, { metadata: { name: 'data-shop-7', labels }, spec });
      await own.create(`${core}/persistentvolumeclaims`, {
        metadata: { name: 'data-shop-old-0', labels: { app: 'vcluster', release: 'shop-old' } },
        spec,
      });
      await own.create('/apis/scheduling.k8s.io/v1/priorityclasses', {
        metadata: { name: 'vcluster-high-x-made-for-it-x-shop', labels: { 'vcluster.loft.sh/managed-by': marker } },
        value: 5,
      });
      const own1 = {
        labels: { 'vcluster.loft.sh/managed-by': marker },
        annotations: { 'vcluster.loft.sh/object-name': 'dev' },
      };
      await own.create('/api/v1/namespaces', { metadata: { name: 'vcluster-1234-5678', ...own1 } });
      const imported = { ...own1.annotations, 'vcluster.loft.sh/object-imported': 'true' };
      await own.create('/api/v1/namespaces', { metadata: { name: 'imported', ...own1, annotations: imported } });
    }

    async function gone(path: string): Promise<void> {
      const end = Date.now() + 3000;
      while (await own.exists(path)) {
        assert.ok(Date.now() < end, `${path} is still there`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }

    afterEach(async () => {
      for (const name of [address.namespace, 'vcluster-1234-5678', 'imported']) {
        await own.bench.call('DELETE', `/api/v1/namespaces/${name}`);
        await gone(`/api/v1/namespaces/${name}`);
      }
      await own.bench.call('DELETE', '/apis/scheduling.k8s.io/v1/priorityclasses/vcluster-high-x-made-for-it-x-shop');
    });

    it('lists what goes and what stays', async () => {
      await makeShop();
      assert.deepEqual(shown(await plan(address)), [
        'remove! release: The vcluster shop',
        'remove! synced: 1 synced objects',
        'remove synced: ConfigMap loose',
        'remove volume: PersistentVolumeClaim data-shop-0',
        'remove volume: PersistentVolumeClaim data-shop-7',
        'remove leftover: ConfigMap vc-cidr-shop',
        'remove leftover: ConfigMap configmap-shop',
        'remove leftover: Secret vc-shop',
        'remove clusterObject: PriorityClass vcluster-high-x-made-for-it-x-shop',
        'keep hostNamespace: Namespace imported',
        'remove hostNamespace: Namespace vcluster-1234-5678',
        'remove namespace: Namespace made-for-it',
      ]);
    });

    it('removes what was chosen, keeps the rest, and can be run again', async () => {
      await makeShop(false);
      const found = await plan(address);
      const volume = found.items.find(({ label }) => label.endsWith('data-shop-7'));
      const choices = new Map([[volume?.id ?? '', 'keep' as const]]);
      const result = await removeVCluster(found, choices, { client: own.client, driver }, operation());
      assert.deepEqual(result.problems, []);
      await gone(`${core}/persistentvolumeclaims/data-shop-0`);
      await gone('/api/v1/namespaces/vcluster-1234-5678');
      await gone('/apis/scheduling.k8s.io/v1/priorityclasses/vcluster-high-x-made-for-it-x-shop');
      await gone(`${core}/configmaps/owned`);
      for (const one of ['configmaps/vc-cidr-shop', 'configmaps/loose', 'secrets/vc-shop']) {
        assert.equal(await own.exists(`${core}/${one}`), false, one);
      }
      for (const one of [
        'configmaps/configmap-shop',
        'secrets/shop-certs',
        'persistentvolumeclaims/data-shop-7',
        'persistentvolumeclaims/data-shop-old-0',
      ]) {
        assert.equal(await own.exists(`${core}/${one}`), true, one);
      }
      assert.equal(await own.exists('/api/v1/namespaces/imported'), true);
      const again = await removeVCluster(found, choices, { client: own.client, driver }, operation());
      assert.deepEqual(again.problems, []);
      const left = await leftovers(own.client, address, [], signal);
      assert.deepEqual(
        left.items.map(({ label, proposal }) => `${proposal} ${label}`),
        ['remove PersistentVolumeClaim data-shop-7', 'keep ConfigMap configmap-shop', 'keep Namespace imported'],
      );
      await cleanLeftovers(left.items, { client: own.client }, operation());
      await gone(`${core}/persistentvolumeclaims/data-shop-7`);
    });

    it('keeps a namespace made for it where a volume in it may be data of somebody else', async () => {
      await makeShop();
      await own.bench.call('DELETE', '/apis/apps/v1/namespaces/made-for-it/statefulsets/shop');
      const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      await own.create(`${core}/persistentvolumeclaims`, { metadata: { name: 'data-shop-etcd-0' }, spec });
      const labels = { app: 'vcluster', release: 'shop-etcd' };
      await own.create(`${core}/persistentvolumeclaims`, { metadata: { name: 'data-shop-etcd-1', labels }, spec });
      const lines = shown(await plan(address));
      assert.ok(lines.includes('keep volume: PersistentVolumeClaim data-shop-etcd-0'), lines.join('\n'));
      assert.ok(!lines.some((line) => line.includes('data-shop-etcd-1')), 'that of the vcluster shop-etcd');
      assert.ok(lines.includes('keep namespace: Namespace made-for-it'));
      assert.ok(lines.includes('keep leftover: ConfigMap configmap-shop'));
    });

    it('removes the namespace with what is in it', async () => {
      await makeShop();
      const contexts: string[] = [];
      const removeContext = async ({ label }: { readonly label: string }) => {
        contexts.push(label);
      };
      const name = 'vcluster_shop_made-for-it_playground';
      const found = await plan(address, [{ name, file: '/c' }]);
      await removeVCluster(found, new Map(), { client: own.client, driver, removeContext }, operation());
      await gone('/api/v1/namespaces/made-for-it');
      assert.deepEqual(contexts, [`Context ${name}`]);
      const left = await leftovers(own.client, address, [], signal);
      assert.deepEqual(
        left.items.map(({ label }) => label),
        ['Namespace imported'],
      );
    });

    it('does not delete an object that took the place of the one that was listed', async () => {
      await makeShop(false);
      const found = await plan(address);
      await own.bench.call('DELETE', `${core}/persistentvolumeclaims/data-shop-7`);
      const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      await own.create(`${core}/persistentvolumeclaims`, { metadata: { name: 'data-shop-7' }, spec });
      await removeVCluster(found, new Map(), { client: own.client, driver }, operation());
      assert.equal(await own.exists(`${core}/persistentvolumeclaims/data-shop-7`), true);
    });

    it('refuses choices that contradict each other, before anything is deleted', async () => {
      await makeShop();
      const found = await plan(address);
      const volume = found.items.find(({ label }) => label.endsWith('data-shop-0'));
      const choices = new Map([[volume?.id ?? '', 'keep' as const]]);
      await assert.rejects(
        removeVCluster(found, choices, { client: own.client, driver }, operation()),
        (error) => OperationError.is(error, 'invalid') && /data-shop-0 cannot be kept/u.test(error.message),
      );
      assert.equal(await own.exists('/apis/apps/v1/namespaces/made-for-it/statefulsets/shop'), true);
    });

    it('leaves alone what is protected from deletion', async () => {
      await makeShop();
      const path = '/apis/apps/v1/namespaces/made-for-it/statefulsets/shop';
      const annotations = { 'loft.sh/non-deletable': 'true' };
      await own.bench.call(
        'PATCH',
        path,
        { metadata: { annotations } },
        { 'content-type': 'application/merge-patch+json' },
      );
      const found = await plan(address);
      assert.match(found.refusal ?? '', /protected from deletion/u);
      await assert.rejects(removeVCluster(found, new Map(), { client: own.client, driver }, operation()), (error) =>
        OperationError.is(error, 'refused'),
      );
      await assert.rejects(leftovers(own.client, address, [], signal), /still there/u);
    });

    it('goes on with the rest where something may not be deleted, and tells', async () => {
      await makeShop(false);
      const found = await plan(address);
      const matcher = { method: 'DELETE', resource: 'configmaps', name: 'loose' };
      const fault = own.bench.playground.faults.add(matcher, { kind: 'status', code: 403, reason: 'Forbidden' });
      const result = await removeVCluster(found, new Map(), { client: own.client, driver }, operation());
      fault.remove();
      assert.equal(result.problems.length, 1);
      assert.match(result.problems[0] ?? '', /ConfigMap loose could not be deleted/u);
      assert.equal(await own.exists(`${core}/secrets/vc-shop`), false);
    });

    it('stops when it is cancelled', async () => {
      await makeShop(false);
      const found = await plan(address);
      const stop = new AbortController();
      const report = (phase: string) => {
        if (/vc-cidr/u.test(phase)) {
          stop.abort();
        }
      };
      await assert.rejects(
        removeVCluster(found, new Map(), { client: own.client, driver }, { signal: stop.signal, report }),
        (error) => OperationError.is(error, 'cancelled') && /half-way/u.test(error.message),
      );
      assert.equal(await own.exists(`${core}/secrets/vc-shop`), true);
    });
  });
});
