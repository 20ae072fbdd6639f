import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperationError } from '../../../src/core/base/operationError.ts';
import {
  type DeployedPod,
  type DeploymentPhase,
  type DeploymentView,
  phaseOf,
} from '../../../src/core/deploy/deploymentPhase.ts';
import { type ProgressOptions, watchDeployment } from '../../../src/core/deploy/progress.ts';
import { KubeError } from '../../../src/core/kube/error.ts';
import { limitedClient } from './limitedClient.ts';
import { type ClientBench, startClientBench } from './playgroundClient.ts';

const address = { context: 'playground', namespace: 'team-web', name: 'web' };
const core = '/api/v1/namespaces/team-web';
const labels = { app: 'vcluster', release: 'web', chart: 'vcluster-0.36.1' };

interface SetOptions {
  readonly image?: string;
  readonly nodeSelector?: object;
  readonly storageClassName?: string;
}

function statefulSet({
  image = 'ghcr.io/loft-sh/vcluster-pro:0.36.1',
  nodeSelector,
  storageClassName,
}: SetOptions = {}) {
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, storageClassName },
  };
  return {
    metadata: { name: 'web', namespace: 'team-web', labels },
    spec: {
      replicas: 1,
      serviceName: 'web-headless',
      selector: { matchLabels: { app: 'vcluster', release: 'web' } },
      template: { metadata: { labels }, spec: { nodeSelector, containers: [{ name: 'syncer', image }] } },
      ...(storageClassName === undefined ? {} : { volumeClaimTemplates: [claim] }),
    },
  };
}

describe('the progress of a deployment', () => {
  let own: ClientBench;
  let said: string[];
  let phases: DeploymentPhase[];
  let controller: AbortController;

  beforeEach(async () => {
    own = await startClientBench({ fleet: 'sample', pace: 0.02 });
    said = [];
    phases = [];
    controller = new AbortController();
  });

  afterEach(() => own.end());

  function watch(options: ProgressOptions = {}): Promise<void> {
    const operation = { signal: controller.signal, report: (text: string) => said.push(text) };
    return watchDeployment(own.client, address, operation, { onPhase: (phase) => phases.push(phase), ...options });
  }

  async function heard(words: RegExp): Promise<void> {
    const end = Date.now() + 4000;
    while (!said.some((text) => words.test(text))) {
      assert.ok(Date.now() < end, `${words} was not said, but ${JSON.stringify(said)}`);
      await sleep(10);
    }
  }

  const makeNamespace = () => own.create('/api/v1/namespaces', { metadata: { name: 'team-web' } });
  const makeSet = (options?: SetOptions) =>
    own.create('/apis/apps/v1/namespaces/team-web/statefulsets', statefulSet(options));

  it('goes phase by phase until the kubeconfig is there', async () => {
    const done = watch();
    await heard(/^Waiting for the namespace$/u);
    await makeNamespace();
    await heard(/^Waiting for the release$/u);
    const secret = { metadata: { name: 'sh.helm.release.v1.web.v1', labels: { owner: 'helm', name: 'web' } } };
    await own.create(`${core}/secrets`, secret);
    await heard(/^Waiting for the workloads of the release$/u);
    await makeSet();
    await heard(/^Waiting for the control plane/u);
    // Whoever is first: the playground brings up what it takes for a vcluster.
    await own.bench.call('POST', `${core}/secrets`, { metadata: { name: 'vc-web' }, data: {} });
    await done;
    assert.equal(phases[0], 'namespace');
    assert.equal(phases.at(-1), 'ready');
    assert.deepEqual(phases, [...new Set(phases)], 'none comes twice');
  });

  it('is not over before the control plane is ready and its kubeconfig is there', () => {
    const pod: DeployedPod = { name: 'web-0', syncer: true, ready: false, reason: 'Pending', trouble: false };
    const view: DeploymentView = {
      namespace: true,
      release: true,
      workloads: 1,
      pods: [pod],
      pendingVolumes: [],
      warnings: [],
      kubeconfig: false,
    };
    const ready = [{ ...pod, ready: true }];
    assert.equal(phaseOf({ ...view, namespace: false }), 'namespace');
    assert.equal(phaseOf({ ...view, workloads: 0 }), 'release');
    assert.equal(phaseOf({ ...view, pods: [] }), 'pods');
    assert.equal(phaseOf(view), 'controlPlane');
    assert.equal(
      phaseOf({ ...view, pods: [{ ...pod, syncer: false, ready: true }] }),
      'controlPlane',
      'its etcd alone',
    );
    assert.equal(phaseOf({ ...view, pods: ready }), 'kubeconfig');
    assert.equal(phaseOf({ ...view, pods: ready, kubeconfig: true }), 'ready');
    assert.equal(
      phaseOf({ ...view, pods: ready, kubeconfig: undefined }),
      'ready',
      'who may not see it cannot wait for it',
    );
  });

  it('watches and does not ask again and again, and ends its watches', async () => {
    await makeNamespace();
    await makeSet({ nodeSelector: { pool: 'none' } });
    const done = watch();
    await heard(/Waiting for the control plane/u);
    const before = own.bench.playground.requests.entries.length;
    await sleep(400);
    assert.equal(own.bench.playground.requests.entries.length, before);
    controller.abort();
    await assert.rejects(done, (error) => OperationError.is(error, 'cancelled'));
  });

  it('says that a pod fits on no node', async () => {
    await makeNamespace();
    await makeSet({ nodeSelector: { pool: 'gpu-huge' } });
    const done = watch({ timeoutMs: 1200 });
    await heard(/control plane · web-0: \S+: .*node/iu);
    await assert.rejects(
      done,
      (error) => OperationError.is(error, 'notReady') && /web-0: .*node/iu.test(error.message),
    );
  });

  it('says that an image cannot be pulled', async () => {
    await makeNamespace();
    await makeSet({ image: 'registry.example.invalid/vcluster:1' });
    const done = watch();
    await heard(/control plane · web-0: (?:ErrImagePull|ImagePullBackOff)/u);
    controller.abort();
    await assert.rejects(done);
  });

  it('says that a volume is pending, with the reason of its event', async () => {
    await makeNamespace();
    await makeSet({ storageClassName: 'none-such', nodeSelector: { pool: 'none' } });
    const done = watch();
    await heard(/the volume data-web-0 is pending/u);
    await own.create(`${core}/events`, {
      metadata: { name: 'e1', namespace: 'team-web' },
      type: 'Warning',
      reason: 'ProvisioningFailed',
      message: 'storageclass.storage.k8s.io "none-such" not found',
      lastTimestamp: new Date().toISOString(),
      involvedObject: { kind: 'PersistentVolumeClaim', name: 'data-web-0', namespace: 'team-web' },
    });
    await heard(/data-web-0 is pending: storageclass.* "none-such" not found/u);
    controller.abort();
    await assert.rejects(done);
  });

  it('says that a quota forbids its pods, and not what was said of an earlier one', async () => {
    await makeNamespace();
    const event = (name: string, message: string, at: number) =>
      own.create(`${core}/events`, {
        metadata: { name, namespace: 'team-web' },
        type: 'Warning',
        reason: 'FailedCreate',
        message,
        lastTimestamp: new Date(at).toISOString(),
        involvedObject: { kind: 'StatefulSet', name: 'web', namespace: 'team-web' },
      });
    await event('e0', 'an old story', Date.now() - 3_600_000);
    const empty = statefulSet();
    await own.create('/apis/apps/v1/namespaces/team-web/statefulsets', {
      ...empty,
      spec: { ...empty.spec, replicas: 0 },
    });
    const done = watch();
    await heard(/^Waiting for pods$/u);
    await event('e1', 'create Pod web-0 failed: exceeded quota: team', Date.now());
    await heard(/^Waiting for pods · create Pod web-0 failed: exceeded quota: team$/u);
    controller.abort();
    await assert.rejects(done);
    assert.ok(!said.some((text) => text.includes('old story')));
  });

  it('can end when there are pods', async () => {
    await makeNamespace();
    await makeSet({ nodeSelector: { pool: 'none' } });
    await watch({ untilReady: false });
  });

  it('gives what a person has to repair', async () => {
    const token = own.bench.playground.tokens.issue({ user: 'nobody', groups: [] });
    const client = limitedClient(own.bench.playground.server.url, token);
    const operation = { signal: controller.signal, report: () => {} };
    await assert.rejects(watchDeployment(client, address, operation), (error) => KubeError.is(error, 'forbidden'));
    client.close();
  });
});
