import { join } from 'node:path';
import type { RunningProgram } from './childProcess.ts';
import type { Programs } from './programs.ts';

/** Those that act on what a vcluster is made of. Pod garbage collection would take pods away whose node is made up. */
const controllers = [
  'namespace-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'statefulset-controller',
  'deployment-controller',
  'replicaset-controller',
  'job-controller',
  'disruption-controller',
  'endpointslice-controller',
  'garbage-collector-controller',
  'persistentvolumeclaim-protection-controller',
  'resourcequota-controller',
];

export interface ControllerManagerOptions {
  readonly path: string;
  readonly programs: Programs;
  readonly kubeconfig: string;
  readonly serviceAccountKey: string;
}

/** A kube-controller-manager that listens on no port. It waits for the API server by itself. */
export function startControllerManager(options: ControllerManagerOptions): Promise<RunningProgram> {
  const { path, programs, kubeconfig, serviceAccountKey } = options;
  const args = [
    `--kubeconfig=${kubeconfig}`,
    `--controllers=${controllers.join(',')}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--use-service-account-credentials=false',
    `--service-account-private-key-file=${serviceAccountKey}`,
    `--root-ca-file=${join(programs.folder, 'certificates', 'apiserver.crt')}`,
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    '--concurrent-statefulset-syncs=10',
    '--min-resync-period=12h',
  ];
  return programs.start('controller-manager', path, args);
}
