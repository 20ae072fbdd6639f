type Values = Readonly<Record<string, unknown>>;

// What both generations of charts set alike.

/** The addresses that isolated workloads cannot reach. */
export const openNetwork = ['100.64.0.0/10', '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Of the ResourceQuota. */
export const quota: Values = {
  'requests.cpu': 10,
  'requests.memory': '20Gi',
  'requests.storage': '100Gi',
  'requests.ephemeral-storage': '60Gi',
  'limits.cpu': 20,
  'limits.memory': '40Gi',
  'limits.ephemeral-storage': '160Gi',
  'services.nodeports': 0,
  'services.loadbalancers': 1,
  'count/endpoints': 40,
  'count/pods': 20,
  'count/services': 20,
  'count/secrets': 100,
  'count/configmaps': 100,
  'count/persistentvolumeclaims': 20,
};

/** Of the LimitRange. */
export const limits: Values = { 'ephemeral-storage': '8Gi', memory: '512Mi', cpu: '1' };

/** Of the LimitRange. */
export const requests: Values = { 'ephemeral-storage': '3Gi', memory: '128Mi', cpu: '100m' };

/** Of the Ingress to the API server. */
export const annotations: Values = {
  'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
  'nginx.ingress.kubernetes.io/ssl-passthrough': 'true',
  'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
};

/** Of a container that is not privileged. */
export const security: Values = { allowPrivilegeEscalation: false, runAsUser: 0, runAsGroup: 0 };
