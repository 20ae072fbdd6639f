/** A key below a section, where it goes, and the unit that it had. */
export type Part = readonly [string, string, 'seconds'?];

/** A key that has another name or place from a version on. */
export interface Renamed {
  readonly place: string;
  /** The first minor without it. */
  readonly gone: number;
  readonly to: string;
  /** Keys below it that go somewhere else; what is named by none is dropped. Without any, all of it moves. */
  readonly parts?: readonly Part[];
  /** A switch below it whose false means that nothing is wanted. */
  readonly off?: string;
}

const sleepParts = [
  ['timeZone', 'timezone'],
  ['autoSleep.afterInactivity', 'afterInactivity'],
  ['autoSleep.schedule', 'schedule'],
  ['autoSleep.exclude', 'exclude'],
  ['autoSleep.wakeup.schedule', 'wakeup.schedule'],
  ['autoWakeup.schedule', 'wakeup.schedule'],
] as const;

/** In the order in which they are looked for; of equal places the first that holds. */
export const renamed: readonly Renamed[] = [
  { place: 'experimental.sleepMode', gone: 32, to: 'sleep.auto', parts: sleepParts, off: 'enabled' },
  { place: 'experimental.sleepMode', gone: 24, to: 'sleepMode' },
  { place: 'sleepMode', gone: 32, to: 'sleep.auto', parts: sleepParts, off: 'enabled' },
  { place: 'external.platform.apiKey', gone: 32, to: 'platform.apiKey' },
  { place: 'external.platform.project', gone: 32, to: 'platform.project' },
  {
    place: 'external.platform.autoSleep',
    gone: 32,
    to: 'sleep.auto',
    parts: [
      ['afterInactivity', 'afterInactivity', 'seconds'],
      ['schedule', 'schedule'],
      ['timezone', 'timezone'],
      ['autoWakeup.schedule', 'wakeup.schedule'],
    ],
  },
  {
    place: 'external.platform.autoDelete',
    gone: 32,
    to: 'deletion.auto',
    parts: [['afterInactivity', 'afterInactivity', 'seconds']],
  },
  {
    place: 'external.platform.autoSnapshot',
    gone: 32,
    to: 'snapshots.auto',
    parts: ['schedule', 'timezone', 'retention', 'storage'].map((key) => [key, key] as const),
    off: 'enabled',
  },
  {
    place: 'experimental.multiNamespaceMode',
    gone: 26,
    to: 'sync.toHost.namespaces',
    parts: [
      ['enabled', 'enabled'],
      ['namespaceLabels', 'extraLabels'],
    ],
  },
  {
    place: 'policies.networkPolicy.outgoingConnections.ipBlock',
    gone: 31,
    to: 'policies.networkPolicy.workload.publicEgress',
  },
  {
    place: 'policies.networkPolicy.extraControlPlaneRules',
    gone: 31,
    to: 'policies.networkPolicy.controlPlane.egress',
  },
  { place: 'policies.networkPolicy.extraWorkloadRules', gone: 31, to: 'policies.networkPolicy.workload.egress' },
  {
    place: 'integrations.externalSecrets.sync.clusterStores',
    gone: 29,
    to: 'integrations.externalSecrets.sync.fromHost.clusterStores',
    parts: [
      ['enabled', 'enabled'],
      ['selector.labels', 'selector.matchLabels'],
    ],
  },
  {
    place: 'integrations.externalSecrets.sync.stores',
    gone: 29,
    to: 'integrations.externalSecrets.sync.toHost.stores',
  },
  {
    place: 'integrations.externalSecrets.sync.externalSecrets',
    gone: 29,
    to: 'integrations.externalSecrets.sync.toHost.externalSecrets',
    parts: [['selector', 'selector']],
  },
  {
    place: 'controlPlane.standalone.autoNodes.requirements',
    gone: 30,
    to: 'controlPlane.standalone.autoNodes.nodeTypeSelector',
  },
  {
    place: 'controlPlane.distro.k8s.apiServer.image',
    gone: 25,
    to: 'controlPlane.distro.k8s.image',
    parts: [['tag', 'tag']],
  },
  {
    place: 'controlPlane.distro.k8s.apiServer.imagePullPolicy',
    gone: 25,
    to: 'controlPlane.distro.k8s.imagePullPolicy',
  },
  { place: 'networking.replicateServices.fromVirtual', gone: 20, to: 'networking.replicateServices.toHost' },
];
