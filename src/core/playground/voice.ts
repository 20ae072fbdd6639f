import type { Voice } from './logBook.ts';
import { podSummary } from './podStatus.ts';

const syncer: readonly string[] = [
  'INFO\tsyncer\tcomponent=vcluster\tStarting the controllers manager',
  'INFO\tpod-syncer\tcomponent=vcluster\tcreate physical pod',
  'INFO\tservice-syncer\tcomponent=vcluster\tupdate virtual service status',
  'INFO\tleaderelection\tcomponent=vcluster\tsuccessfully renewed lease',
  'INFO\tconfigmap-syncer\tcomponent=vcluster\tcreate physical configmap kube-root-ca.crt',
  'INFO\tapiserver\tcomponent=kube-apiserver\tWatch close - *core.ConfigMap total 3 items received',
];

const crash: readonly string[] = [
  'INFO\tsetup\tcomponent=vcluster\tReading vcluster config from /var/lib/vcluster/config.yaml',
  'INFO\tsetup\tcomponent=vcluster\tUsing embedded sqlite as backing store at /data/state.db',
  'ERROR\tsetup\tcomponent=vcluster\tunable to open the backing store: database disk image is malformed',
  'FATAL\tcommand\tcomponent=vcluster\tstart vcluster: exit status 1',
];

const dns: readonly string[] = [
  '[INFO] plugin/reload: Running configuration SHA512 = 6a2f',
  '[INFO] 10.244.1.7:41230 - 8214 "A IN redis.data.svc.cluster.local. udp 46" NOERROR',
];

const ordinary: readonly string[] = [
  'GET /healthz 200 1ms',
  'GET / 200 12ms',
  'POST /api/v1/orders 201 34ms',
  'GET /api/v1/products?page=2 200 18ms',
  'cache miss, reading through',
];

/** What the containers of the sample fleet write. */
export const say: Voice = (pod, container, line) => {
  const lines =
    podSummary(pod).status === 'CrashLoopBackOff'
      ? crash
      : container === 'syncer' || container === 'vcluster'
        ? syncer
        : container === 'coredns'
          ? dns
          : ordinary;
  return lines[line % lines.length] ?? '';
};
