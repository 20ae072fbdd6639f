import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../cluster/host/controlPlane.ts';
import { StandIn } from '../cluster/standIn/standIn.ts';
import { replyBytes, type Target } from '../cluster/standIn/target.ts';
import { type Figure, median } from './figure.ts';
import { type Forwarder, ForwardProcess, startKubectl } from './forwardProcess.ts';

export interface ForwardPlan {
  readonly rounds: number;
  readonly heals: number;
  readonly stallSeconds: number;
}

export const shortForwardPlan: ForwardPlan = { rounds: 2, heals: 10, stallSeconds: 2 };
export const longForwardPlan: ForwardPlan = { rounds: 5, heals: 50, stallSeconds: 5 };

const namespace = 'bench-forward';
const podPort = 8443;
const many = 200;
/** Until what was closed is gone everywhere, and the servers, which share the cores here, have collected what it left. */
const restMs = 2_500;
/** Until a forward of ours has nothing left open that its connections have used: two seconds for half-closed ones, and ten. */
const forgottenMs = 13_000;
const MB = 1e6;

/** Each vcluster of the bench has one pod, `NAME-0`. */
class Scene {
  readonly host: ControlPlane;
  readonly standIn: StandIn;
  readonly target: Target;

  constructor(host: ControlPlane, standIn: StandIn, target: Target) {
    this.host = host;
    this.standIn = standIn;
    this.target = target;
  }

  async pod(
    name: string,
    behind: string,
    halfClose: 'containerd' | 'propagate' = 'containerd',
    ready = true,
  ): Promise<void> {
    const labels = { app: 'vcluster', release: name };
    await this.standIn.createPod({
      namespace,
      name: `${name}-0`,
      labels,
      ports: { [podPort]: behind },
      halfClose,
      ready,
    });
  }

  forward(name: string): Promise<ForwardProcess> {
    return ForwardProcess.start(this.host.kubeconfigPath, namespace, name, podPort);
  }
}

interface Speeds {
  readonly throughput: number[];
  readonly many: number[];
  /** The same once more, soon after. */
  readonly again: number[];
  /** Of the forwarder for each of the many, in milliseconds. */
  readonly cpu: number[];
  readonly first: number[];
  failed: number;
}

async function measureSpeeds({ standIn }: Scene, forwarder: Forwarder, speeds: Speeds): Promise<void> {
  const { address } = forwarder;
  const cpu = async () => (await forwarder.cpu?.()) ?? 0;
  const stream = await standIn.probe('stream', address, 200);
  const first = await standIn.probe('first', address, 30);
  await sleep(forgottenMs);
  const before = await cpu();
  const burst = await standIn.probe('many', address, many);
  speeds.cpu.push(((await cpu()) - before) / many);
  await sleep(restMs);
  const again = await standIn.probe('many', address, many);
  speeds.throughput.push(stream.bytes / MB / stream.seconds);
  speeds.many.push(burst.seconds);
  speeds.again.push(again.seconds);
  speeds.first.push(first.seconds * 1000);
  speeds.failed += burst.failed + again.failed + first.failed + (stream.error === undefined ? 0 : 1);
  await sleep(restMs);
}

async function speedFigures(scene: Scene, kubectl: string, plan: ForwardPlan): Promise<readonly Figure[]> {
  const name = 'speed';
  await scene.pod(name, scene.target.address('http'), 'propagate');
  const ours = await scene.forward(name);
  const theirs = await startKubectl(kubectl, scene.host.kubeconfigPath, namespace, `${name}-0`, podPort);
  const [own, other] = [0, 1].map(
    (): Speeds => ({ throughput: [], many: [], again: [], cpu: [], first: [], failed: 0 }),
  );
  try {
    for (let round = 0; own && other && round < plan.rounds; round += 1) {
      await measureSpeeds(scene, ours, own);
      await measureSpeeds(scene, theirs, other);
    }
  } finally {
    await ours.stop();
    await theirs.stop();
  }
  const of = (speeds: Speeds | undefined, what: Exclude<keyof Speeds, 'failed'>) => median(speeds?.[what] ?? []);
  const shown = (value: number, unit: string) => `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ${unit}`;
  const against = (what: Exclude<keyof Speeds, 'failed'>, unit: string) =>
    `${shown(of(own, what), unit)}; kubectl port-forward in the same run: ${shown(of(other, what), unit)}`;
  return [
    {
      name: 'forward, one stream of 200 MiB: time against kubectl port-forward',
      value: of(other, 'throughput') / of(own, 'throughput'),
      unit: '×',
      limit: 1.25,
      note: against('throughput', 'MB/s'),
    },
    {
      name: `forward, ${many} connections at once, each with an answer`,
      value: of(own, 'many'),
      unit: 's',
      aim: 0.5,
      note: against('many', 's'),
    },
    {
      name: `forward, ${many} connections at once, once more within ten seconds`,
      value: of(own, 'again'),
      unit: 's',
      limit: 0.5,
      note: against('again', 's'),
    },
    {
      name: 'forward, what our process computes for one of them',
      value: of(own, 'cpu'),
      unit: 'ms',
      limit: 3,
      note: 'the rest is the API server and the stand-in kubelet, on the same cores here',
    },
    {
      name: 'forward, first byte on a new connection against kubectl port-forward',
      value: of(own, 'first') / of(other, 'first'),
      unit: '×',
      limit: 1.5,
      note: against('first', 'ms'),
    },
    { name: 'forward, connections that failed', value: own?.failed ?? 0, unit: '', limit: 0 },
  ];
}

async function stallFigures(scene: Scene, { stallSeconds }: ForwardPlan): Promise<readonly Figure[]> {
  const name = 'stall';
  await scene.pod(name, scene.target.address('firehose'));
  const forward = await scene.forward(name);
  const open = () => connect(Number(forward.address.split(':')[1]), '127.0.0.1').on('error', () => undefined);
  const warm = open();
  await sleep(300);
  warm.destroy();
  await sleep(300);
  const before = await forward.rss();
  const stalled = open().pause();
  let peak = 0;
  let others = 0;
  for (const end = Date.now() + stallSeconds * 1000; Date.now() < end; ) {
    const other = open();
    const got = await Promise.race([new Promise((resolve) => other.once('data', resolve)), sleep(1_000)]);
    others += got === undefined ? 0 : 1;
    other.destroy();
    peak = Math.max(peak, await forward.rss());
    await sleep(200);
  }
  stalled.destroy();
  await forward.stop();
  return [
    {
      name: `forward, a reader stalled for ${stallSeconds} s: growth of memory`,
      value: Math.max(0, peak - before) / MB,
      unit: 'MB',
      limit: 30,
      note: `${others} other connections went on meanwhile`,
    },
  ];
}

async function halfCloseFigures(scene: Scene): Promise<readonly Figure[]> {
  const cases = [
    { name: 'half-containerd', halfClose: 'containerd', kind: 'after-line' },
    { name: 'half-propagate', halfClose: 'propagate', kind: 'after-end' },
  ] as const;
  const answers = cases.map(async ({ name, halfClose, kind }) => {
    await scene.pod(name, scene.target.address(kind), halfClose);
    const forward = await scene.forward(name);
    const { bytes } = await scene.standIn.probe('half', forward.address);
    await forward.stop();
    return {
      name: `forward, half-closed request, ${halfClose}: bytes of 10 MiB that were lost`,
      value: replyBytes - bytes,
      unit: '' as const,
      limit: 0,
    };
  });
  return await Promise.all(answers);
}

async function healFigures(scene: Scene, { heals }: ForwardPlan): Promise<readonly Figure[]> {
  const name = 'heal';
  const behind = scene.target.address('http');
  await scene.pod(name, behind);
  const forward = await scene.forward(name);
  const times: number[] = [];
  for (let round = 0; round < heals; round += 1) {
    await scene.standIn.deletePod(namespace, `${name}-0`);
    const answer = scene.standIn.probe('first', forward.address, 1);
    await scene.pod(name, behind, 'containerd', false);
    await scene.standIn.setReady(namespace, `${name}-0`, true);
    const ready = performance.now();
    const { failed } = await answer;
    times.push(failed === 0 ? (performance.now() - ready) / 1000 : Number.POSITIVE_INFINITY);
  }
  await forward.stop();
  return [
    {
      name: `forward, from a new pod being ready to the answer through it, slowest of ${heals}`,
      value: Math.max(...times),
      unit: 's',
      limit: 2,
      note: `at the same local port; median ${median(times).toFixed(2)} s`,
    },
  ];
}

/** What our forward does on a real API server and a stand-in kubelet, beside `kubectl port-forward`. */
export async function measureForward(
  host: ControlPlane,
  kubectl: string,
  plan: ForwardPlan,
): Promise<readonly Figure[]> {
  const standIn = await StandIn.start(host, { node: 'bench-forward' });
  try {
    const scene = new Scene(host, standIn, await standIn.startTarget());
    return [
      ...(await speedFigures(scene, kubectl, plan)),
      ...(await stallFigures(scene, plan)),
      ...(await halfCloseFigures(scene)),
      ...(await healFigures(scene, plan)),
    ];
  } finally {
    await standIn.stop();
  }
}
