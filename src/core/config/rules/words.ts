const pull = ['Always', 'IfNotPresent', 'Never'];
const access = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const pods = [
  'controlPlane.statefulSet.scheduling',
  'controlPlane.backingStore.etcd.deploy.statefulSet.scheduling',
  'controlPlane.coredns.deployment',
];

/** Places with the words that vcluster lets pass beside them and Kubernetes or nobody understands; `*` is every key, `#` every item. */
export const knownWords: readonly (readonly [string, readonly string[]])[] = [
  ['logging.encoding', ['console', 'json']],
  ['controlPlane.statefulSet.imagePullPolicy', pull],
  ['controlPlane.distro.k8s.imagePullPolicy', pull],
  ['controlPlane.distro.k3s.imagePullPolicy', pull],
  ['controlPlane.distro.k0s.imagePullPolicy', pull],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.imagePullPolicy', pull],
  ['controlPlane.advanced.konnectivity.agent.imagePullPolicy', pull],
  ['deploy.kubeProxy.imagePullPolicy', pull],
  ['deploy.cni.flannel.imagePullPolicy', pull],
  ['deploy.localPathProvisioner.imagePullPolicy', pull],
  ['privateNodes.autoUpgrade.imagePullPolicy', pull],
  ['privateNodes.joinNode.nodeRegistration.imagePullPolicy', pull],
  ['controlPlane.standalone.joinNode.nodeRegistration.imagePullPolicy', pull],
  ['plugins.*.imagePullPolicy', pull],
  ['plugin.*.imagePullPolicy', pull],
  ['controlPlane.statefulSet.scheduling.podManagementPolicy', ['Parallel', 'OrderedReady']],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.scheduling.podManagementPolicy', ['Parallel', 'OrderedReady']],
  ['controlPlane.statefulSet.persistence.volumeClaim.retentionPolicy', ['Retain', 'Delete']],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.persistence.volumeClaim.retentionPolicy', ['Retain', 'Delete']],
  ['controlPlane.statefulSet.persistence.volumeClaim.accessModes.#', access],
  ['controlPlane.backingStore.etcd.deploy.statefulSet.persistence.volumeClaim.accessModes.#', access],
  ...pods.flatMap((pod): readonly (readonly [string, readonly string[]])[] => [
    [`${pod}.tolerations.#.effect`, effects],
    [`${pod}.tolerations.#.operator`, ['Exists', 'Equal']],
  ]),
  [
    'policies.resourceQuota.scopes.#',
    [
      'Terminating',
      'NotTerminating',
      'BestEffort',
      'NotBestEffort',
      'PriorityClass',
      'CrossNamespacePodAffinity',
      'VolumeAttributesClass',
    ],
  ],
  ['controlPlane.ingress.pathType', ['Exact', 'Prefix', 'ImplementationSpecific']],
  ['controlPlane.service.spec.type', ['ClusterIP', 'NodePort', 'LoadBalancer']],
  ['controlPlane.service.spec.externalTrafficPolicy', ['Cluster', 'Local']],
  ['controlPlane.coredns.service.spec.type', ['ClusterIP', 'NodePort', 'LoadBalancer']],
  ['controlPlane.statefulSet.dnsPolicy', ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']],
  ['controlPlane.advanced.podDisruptionBudget.unhealthyPodEvictionPolicy', ['IfHealthyBudget', 'AlwaysAllow']],
  ['privateNodes.autoNodes.#.static.#.taints.#.effect', effects],
  ['privateNodes.autoNodes.#.dynamic.#.taints.#.effect', effects],
  ['privateNodes.joinNode.nodeRegistration.taints.#.effect', effects],
  ['privateNodes.autoNodes.#.dynamic.#.disruption.consolidationPolicy', ['WhenEmptyOrUnderutilized', 'WhenEmpty']],
  ['policies.centralAdmission.validatingWebhooks.#.webhooks.#.failurePolicy', ['Fail', 'Ignore']],
  ['policies.centralAdmission.mutatingWebhooks.#.webhooks.#.failurePolicy', ['Fail', 'Ignore']],
  ['policies.centralAdmission.validatingWebhooks.#.webhooks.#.matchPolicy', ['Exact', 'Equivalent']],
  ['policies.centralAdmission.mutatingWebhooks.#.webhooks.#.matchPolicy', ['Exact', 'Equivalent']],
];
