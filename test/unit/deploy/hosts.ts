import type { Deployment } from '../../../src/core/deploy/deployment.ts';
import type { ToolHost } from '../../../src/core/deploy/toolSession.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import type { KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';

/** A context with everything that a kubeconfig can say. */
export const entry: KubeconfigContext = {
  name: 'arn:aws:eks:eu-west-1:1:cluster/prod',
  file: '/home/me/.kube/config',
  namespace: 'team',
  cluster: {
    name: 'prod',
    server: 'https://prod.example.com',
    caData: 'Q0E=',
    skipTlsVerify: false,
    tlsServerName: 'api.prod',
    proxyUrl: 'http://me:pw123456@proxy.example.com:3128',
  },
  user: { name: 'me', token: 'token-of-mine-123', impersonateUser: 'admin', impersonateGroups: ['ops'] },
};

export const noClient = {} as unknown as KubeClient;

export function hostOf(more: Partial<ToolHost> = {}): ToolHost {
  return {
    entry,
    client: noClient,
    environment: { PATH: '/usr/bin', AWS_PROFILE: 'prod', HELM_NAMESPACE: 'x' },
    ...more,
  };
}

export const current: Deployment = {
  context: entry.name,
  name: 'web',
  namespace: 'team-web',
  chart: { name: 'vcluster', version: '0.36.1', repo: 'https://charts.loft.sh' },
  generation: 'current',
  values: 'sync: {}\n',
};

export const legacy: Deployment = {
  ...current,
  chart: { name: 'vcluster-k8s', version: '0.14.2', repo: 'https://charts.loft.sh' },
  generation: 'legacy',
};
