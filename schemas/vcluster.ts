/**
 * Every key that a vcluster.yaml has had since 0.20, one a line, with what is below it indented by two. All that the product knows
 * about the format comes from here: completion, hover, checks, and the JSON schemas of every version. A new version of vcluster
 * is a few lines here, and `newest` below.
 *
 * A line:
 *
 *     key: type (value, value)! @since-until pro required deprecated refused:36 -> successor <page> = default | description
 *
 * - type: as in Kubernetes' documentation; `object` has the keys below it and no others, `object(more)` others as well,
 *   `object(open)` any, `object{}` none; `switch` is true, false or auto; `$name` is the shape of that name. The keys below
 *   `array<object>` and `map<object>` are those of each item.
 * - (values): what may stand there. `!`: vcluster refuses all else; without it, something else is accepted and has no effect.
 * - @since-until: the first and the last minor version that has the key, where that is not the same as for the key above it. A key whose type
 *   changed has a line for each.
 * - pro: the open-source image refuses or ignores it. required: must be there where the object is. refused:36: the chart fails
 *   since 0.36 where the key is there.
 * - -> the key that does the same today. <page> below the documentation of vcluster.yaml; holds for the keys below as well.
 * - = default of the newest version, as JSON.
 *
 * Keys that are alike may share a line, with a comma and a space between them. A line that begins with `~` describes a key wherever it
 * has no description of its own. One that begins with `$` is a shape; keys below a line that uses it say what is different there.
 */

/** The newest version of vcluster that is released: 0.36. */
export const newest = 36;

export const vclusterTable = `
~annotations | Annotations for what is made from this section.
~labels | Labels for what is made from this section.
~imagePullPolicy | When the node pulls the image.
~extraArgs | More arguments for its command line.
~env | Environment variables, written as in a container.
~resources | CPU and memory, written as in a container.
~limits | The most it may use.
~requests | What the scheduler sets aside for it.
~securityContext | Security context of the container.
~podSecurityContext | Security context of the pod.
~containerSecurityContext | Security context of the container.
~nodeSelector | Labels that a node must have to run it.
~tolerations | Taints that it tolerates, written as in a pod.
~affinity | Affinity rules, written as in a pod.
~priorityClassName | Priority class of the pods.
~topologySpreadConstraints | How the pods spread over zones and nodes.
~command | The command, in place of the image's own.
~args | The arguments, in place of the image's own.
~image | Container image.
~patches | Changes to fields while objects are synced.
~spec | Further fields of the object's spec, taken over as they are.
~caFile | File with the certificate authority, inside the control plane's pod.
~certFile | File with the client certificate, inside the control plane's pod.
~keyFile | File with the key of the client certificate, inside the control plane's pod.
~replicas | How many pods.
~storageClass | Storage class of the volume; empty for the host cluster's default.
~port | Port number.
~namespace | Namespace.
~name | Name.
~kind | Kind of the object.
~apiVersion | Group and version of the object, such as apps/v1.
~matchLabels | Labels with the values that must be there.
~all | Take all of them, whether or not something uses them.
~failurePolicy | What happens when the webhook cannot be reached.
~schedule | When, as a cron line of five fields or a word such as @daily.
~timezone | Time zone of the schedule, such as Europe/Berlin.
~webhook | The integration's admission webhook inside of the virtual cluster.
~username | User name.
~password | Password.
~extraEnv | More environment variables, written as in a container.

$patches: array<object> pro <sync/patching> | Changes to fields of an object while it is synced; one kind of change for each path.
  path: string required | Field to change, such as spec.containers[*].name. A field that is not there is passed over.
  expression: string | JavaScript expression for the way to the host; value is the field's value.
  reverseExpression: string | JavaScript expression for the way back into the virtual cluster.
  reference: object | Treats the field as the name of another object and translates it.
    apiVersion: string required | Group and version of the object that is referred to.
    apiVersionPath: string | Where the group and version stand, below the path.
    kind: string required | Kind of the object that is referred to.
    kindPath: string | Where the kind stands, below the path.
    namePath: string | Where the name stands, below the path.
    namespacePath: string | Where the namespace stands, below the path.
  labels: object{} | Marks the field as labels or a label selector; write {} and nothing else.
$selector: object | Picks objects by their labels; an empty one picks all.
  matchLabels: map<string>
  matchExpressions: array<object> | Conditions on labels; all of them must hold.
    key: string | The label.
    operator: string (In, NotIn, Exists, DoesNotExist)! | How the label is compared.
    values: array<string> | Values for In and NotIn; leave it out for the others.
$image: object | A container image in its parts.
  registry: string | Registry of the image, such as ghcr.io.
  repository: string | The image without registry and tag.
  tag: string | Tag of the image; put it in quotes.
$metadata: object | Labels and annotations.
  annotations: map<string> = {}
  labels: map<string> = {}
$scheduling: object | Where the pods may run.
  nodeSelector: object(open) = {}
  affinity: object(open) = {}
  tolerations: array<object(open)> = []
  priorityClassName: string = ""
  podManagementPolicy: string (OrderedReady, Parallel) = "Parallel" | Whether pods start one after the other or all at once.
  topologySpreadConstraints: array<any> = []
$volumeMounts: array<object> | Further mounts of the container.
  name: string | The volume's name.
  readOnly: boolean | Mounted for reading only.
  mountPath: string | Where it is mounted in the container.
  subPath: string | The part of the volume to mount.
  mountPropagation: string | Whether later mounts are passed on between node and container.
  subPathExpr: string | As subPath, with $(VARIABLE) filled in.
$service: object | Where the service runs on the host cluster.
  service: object | The Service on the host cluster.
    name: string | Name of the Service.
    namespace: string | Namespace of the Service on the host.
    port: integer | Port of the Service.
$serviceAccount: object | A service account on the host cluster.
  enabled: boolean = true | Create the service account; otherwise the one named here is used.
  name: string = "" | Name of the service account; empty for one that is made up.
  imagePullSecrets: array<object> = [] | Secrets with which its pods pull images.
    name: string | Name of the Secret.
  annotations: map<string> = {}
  labels: map<string> = {}
$exportAccount: object | Puts a token of a service account in the kubeconfig instead of the admin certificate.
  name: string = "" | Service account inside of the virtual cluster; it is created if it is missing.
  namespace: string = "" | Namespace of the service account inside of the virtual cluster.
  clusterRole: string = "" | Cluster role that the service account is bound to.
$replication: array<object> | Services to copy over, one item for each.
  from: string | The Service to copy, as namespace/name.
  to: string | What the copy is called.
$ingressRules: array<object> | Traffic that is let in, as in a NetworkPolicy.
  ports: $ports
  from: $peers
$egressRules: array<object> | Traffic that is let out, as in a NetworkPolicy.
  ports: $ports
  to: $peers
$peers: array<object> | Who is at the other end; an empty list is everybody.
  podSelector: $selector | Pods, by their labels.
  namespaceSelector: $selector | Namespaces, by their labels.
  ipBlock: object | A range of addresses.
    cidr: string | The range, such as 10.0.0.0/8.
    except: array<string> | Ranges inside of it that are left out.
$ports: array<object> | Ports that the rule is for; an empty list is all of them.
  protocol: string (TCP, UDP, SCTP) | Protocol; TCP if it is left out.
  port: any | Number or name of the port.
  endPort: integer | Last port of a range that begins at port.
$webhookMetadata: object | Name and labels of the configuration.
  name: string | Name of the configuration inside of the virtual cluster.
  labels: map<string>
  annotations: map<string>
$webhookClient: object | Where the webhook is reached: a url or a service.
  url: string | Address of the webhook.
  service: object | A Service on the host cluster.
    namespace: string | Namespace of the Service.
    name: string | Name of the Service.
    path: string | Path that is asked.
    port: integer | Port of the Service; 443 if it is left out.
  caBundle: string | Certificate authority, as base64 of PEM.
$containerd: object | The container runtime on the node.
  enabled: boolean = true | Install containerd; off if the node has one.
  registry: object | How images are pulled.
    configPath: string | Folder with the registries' own configuration.
    mirrors: map<object> | Mirrors, by the host name of the registry.
      server: string | Address of the registry itself.
      caCert: array<string> | Certificate authorities to trust.
      skipVerify: boolean | Do not check the certificate.
      capabilities: array<string> | What it can do: pull, resolve, push.
      hosts: array<object> | Mirrors to try, in this order.
        server: string | Address of the mirror.
        caCert: array<string> | Certificate authorities to trust.
        skipVerify: boolean | Do not check the certificate.
        capabilities: array<string> | What it can do: pull, resolve, push.
        overridePath: boolean @28- | The address has its own path to the API.
      overridePath: boolean @28- | The address has its own path to the API.
    auth: map<object> @28- | Credentials, by the host name of the registry.
      username: string
      password: string
      identityToken: string | Token in place of a password.
      auth: string | User name and password as base64.
  pauseImage: string | Image of the pod's own sandbox container.
  importImages: array<string> @-26 | Image archives to load on the node.
$nodeRegistration: object | How the node registers itself.
  criSocket: string | Socket of the container runtime.
  kubeletExtraArgs: array<object> | More arguments for the kubelet.
    name: string | Name of the argument, without dashes.
    value: string | Value of the argument.
  taints: $taints | Taints that the node starts with.
  ignorePreflightErrors: array<string> | Checks of kubeadm that may fail.
  imagePullPolicy: string (Always, IfNotPresent, Never)
$taints: array<object> | Taints of the node.
  key: string | Key of the taint.
  value: string | Value of the taint.
  effect: string (NoSchedule, PreferNoSchedule, NoExecute) | What happens to pods that do not tolerate it.
$oldRequirements: array<object> | What a node type must be like.
  property: string | Property of the node type.
  operator: string | How the property is compared.
  values: array<string> | Values to compare with.
  value: string | The one value to compare with.
$requirements: array<object> | What a node type must be like; all of them must hold.
  property: string required | Property of the node type, such as its name or its instance type.
  operator: string (In, NotIn, Exists, DoesNotExist, Gt, Lt) | How the property is compared; In if it is left out.
  values: array<string> | Values to compare with; not together with value.
  value: string | The one value to compare with; not together with values.
$disruption: object | When nodes may be replaced or taken away.
  consolidateAfter: string | How long a node must be idle first, such as 30s or Never.
  consolidationPolicy: string (WhenEmptyOrUnderutilized, WhenEmpty) | Which nodes may be taken away.
  budgets: array<object> | How many nodes may go at one time.
    nodes: string | Number or percentage of nodes.
    schedule: string | When the budget begins to hold, as a cron line.
    duration: string | How long it holds, such as 8h.
$rules: object | Permissions.
  extraRules: array<object> | Further rules.
    verbs: array<string> | What may be done, such as get or list.
    apiGroups: array<string> | API groups; "" is the core.
    resources: array<string> | Resources, such as pods.
    resourceNames: array<string> | Only these objects.
    nonResourceURLs: array<string> | Paths of the API server that are no resources.
$credential: object | Secret on the host cluster with the credentials.
  secretName: string | Name of the Secret.
  secretNamespace: string | Namespace of the Secret.
$syncPatches: array<object> | Changes to fields of an object while it is synced.
  op: string | What to do: add, replace, remove, copyFromObject, rewriteName and others.
  fromPath: string | Field that the value is copied from.
  path: string | Field to change.
  namePath: string | Where the name stands, below the path.
  namespacePath: string | Where the namespace stands, below the path.
  value: any | The new value.
  regex: string | Which part of a text is a name.
  conditions: array<object> | Only where these hold.
    path: string | Field to look at.
    subPath: string | Field below the path of the patch.
    equal: any | It has this value.
    notEqual: any | It has another value.
    empty: boolean | It is empty, or not.
  ignore: boolean | Leave the field as it is on the host.
  sync: object | Objects that are synced with it.
    secret: boolean | The field names a Secret that is synced as well.
    configmap: boolean | The field names a ConfigMap that is synced as well.
$syncHooks: array<object> | Patches for objects that vcluster syncs itself.
  apiVersion: string
  kind: string
  verbs: array<string> | When: create, update, get and others.
  patches: $syncPatches
$syncRole: object | Permissions that the syncing needs.
  extraRules: array<any> | Further rules.
$routePolicy: object | Which namespaces may attach routes.
  from: string (All, Same, Selector)! | All namespaces, only that of the gateway, or those that the selector picks.
  selector: $selector | The namespaces, where from is Selector.
$distro: object | A Kubernetes distribution that runs in the control plane's pod.
  enabled: boolean = false
  token: string | Token that servers join with.
  env: array<object(open)>
  resources: object(open)
  securityContext: object(open)
  image: $image
  imagePullPolicy: string
  command: array<string>
  extraArgs: array<string>
$offSync: object | Off unless it is turned on.
  enabled: boolean = false
  patches: $patches @21-
$onSync: object | On unless it is turned off.
  enabled: boolean = true
  patches: $patches @21-
$autoSync: object | Objects of the host.
  enabled: switch = "auto" | auto turns it on with a virtual scheduler.
  patches: $patches @21-
$classSync: object | Classes of the host.
  enabled: boolean = false
  patches: $patches @21-
  selector: $selector @26-
$volumeClaim: object | The claim for the data.
  enabled: boolean = true
  accessModes: array<string> = ["ReadWriteOnce"] | How the volume may be mounted.
  retentionPolicy: string (Retain, Delete) = "Retain" | What becomes of the volume when the virtual cluster is deleted.
  size: string = "5Gi" | Size of the volume, such as 5Gi.
  storageClass: string = ""

global: any | Values for charts that have this one as a dependency; vcluster does not read them.
exportKubeConfig: object <export-kube-config> | How the kubeconfig is written that leads into the virtual cluster.
  context: string = "" | Name of the context in the kubeconfig.
  server: string = "" | Address of the API server in the kubeconfig, with https://.
  secret: object deprecated -> exportKubeConfig.additionalSecrets | A Secret on the host cluster that the kubeconfig is also written to.
    name: string = "" | Name of the Secret.
    namespace: string = "" | Namespace of the Secret; empty for the virtual cluster's own.
  insecure: boolean @21- = false | Leave the certificate authority out, so that clients do not check the server.
  serviceAccount: $exportAccount @21-
  additionalSecrets: array<object> @24- = [] | Further Secrets on the host cluster with a kubeconfig.
    context: string | Name of the context in this kubeconfig.
    server: string | Address of the API server in this kubeconfig.
    insecure: boolean | Leave the certificate authority out of this kubeconfig.
    serviceAccount: $exportAccount
      name: string
      namespace: string
      clusterRole: string
    name: string | Name of the Secret.
    namespace: string | Namespace of the Secret; empty for the virtual cluster's own.
sync: object <sync> | Which objects are carried between the virtual cluster and its host, and how.
  toHost: object <sync/to-host> | Objects of the virtual cluster that are made on the host as well.
    pods: object <sync/to-host/core/pods> | Pods of the virtual cluster, which run on the host's nodes.
      enabled: boolean = true
      translateImage: map<string> = {} | Images to exchange on the way to the host: what is asked for, and what runs.
      enforceTolerations: array<string> = [] | Tolerations that every pod gets on the host, as key=value:effect.
      useSecretsForSATokens: boolean = false | Keep service account tokens in Secrets instead of annotations of the pod.
      rewriteHosts: object | An init container that writes /etc/hosts for pods with a subdomain.
        enabled: boolean = true
        initContainer: object | The init container that does it.
          image: string @-26 = "library/alpine:3.20"
          image: $image @27- | Its image.
            registry: string = "mirror.gcr.io"
            repository: string = "library/alpine"
            tag: string = "3.20"
          resources: object
            limits: object(open) = {"cpu": "30m", "memory": "64Mi"}
            requests: object(open) = {"cpu": "30m", "memory": "64Mi"}
      patches: $patches @21-
      runtimeClassName: string @23- = "" | Runtime class that every pod gets on the host.
      priorityClassName: string @23- = "" | Priority class that every pod gets on the host.
      hybridScheduling: object @26- pro <sync/to-host/core/pods/hybrid-scheduling> | Lets some pods be scheduled by the host and the others by the virtual cluster's own scheduler.
        enabled: boolean = false
        hostSchedulers: array<string> = [] | Names of schedulers on the host; their pods are left to them.
    secrets: object <sync/to-host/core/secrets> | Secrets that pods of the virtual cluster use.
      enabled: boolean = true
      all: boolean = false
      patches: $patches @21-
    configMaps: object <sync/to-host/core/config-maps> | ConfigMaps that pods of the virtual cluster use.
      enabled: boolean = true
      all: boolean = false
      patches: $patches @21-
    ingresses: $offSync <sync/to-host/networking/ingresses> | Ingresses, served by an ingress controller on the host.
    services: $onSync <sync/to-host/networking/services> | Services, which get their addresses from the host.
    endpoints: $onSync <sync/to-host/networking/endpoints> | Endpoints of Services without a selector.
    networkPolicies: $offSync <sync/to-host/networking/network-policies> | NetworkPolicies, enforced by the host's network.
    persistentVolumeClaims: $onSync <sync/to-host/storage/persistent-volume-claims> | Claims, served by the host's storage.
    persistentVolumes: $offSync <sync/to-host/storage/persistent-volumes> | PersistentVolumes that are made inside of the virtual cluster.
    volumeSnapshots: $offSync deprecated refused:36 <sync/to-host/storage/volume-snapshots> | VolumeSnapshots, taken by the host. The chart refuses this section since 0.36.
      enabled: boolean
    storageClasses: $offSync <sync/to-host/storage/storage-classes> | StorageClasses that are made inside of the virtual cluster; not together with those from the host.
    serviceAccounts: $offSync <sync/to-host/advanced/service-accounts> | ServiceAccounts, so that pods have an identity on the host.
    podDisruptionBudgets: $offSync <sync/to-host/advanced/pod-disruption-budgets> | PodDisruptionBudgets.
    priorityClasses: $offSync <sync/to-host/advanced/priority-classes> | PriorityClasses that are made inside of the virtual cluster; not together with those from the host.
    volumeSnapshotContents: $offSync @21- deprecated refused:36 | VolumeSnapshotContents. The chart refuses this section since 0.36.
      enabled: boolean
    customResources: map<object> @21- pro <sync/to-host/advanced/custom-resources> | Custom resources to sync, by plural.group or plural.group/version.
      enabled: boolean required
      scope: string (Namespaced)! | Only namespaced resources can be synced to the host.
      patches: $patches
    namespaces: object @26- pro <sync/to-host/advanced/namespaces> | Gives each virtual namespace a namespace of its own on the host.
      enabled: boolean required = false
      patches: $patches
      mappings: object | Which host namespace belongs to which virtual one.
        byName: map<string> | Virtual namespace to host namespace; a * at the end of both makes a pattern.
      mappingsOnly: boolean = false | Sync nothing from namespaces that have no mapping.
      extraLabels: map<string> | Labels for the namespaces on the host.
    endpointSlices: $onSync @30- <sync/to-host/networking/endpointslices> | EndpointSlices of Services without a selector.
    resourceClaims: $offSync @32- pro <sync/to-host/DRA/resourceclaims> | ResourceClaims, for devices.
    resourceClaimTemplates: $offSync @32- pro <sync/to-host/DRA/resourceclaimtemplates> | ResourceClaimTemplates, for devices.
    gatewayApi: object @35- <sync/to-host/networking/gateway-api> | Resources of the Gateway API, served by a gateway on the host.
      enabled: boolean = false
      patches: $patches
      httpRoutes: $offSync | HTTPRoutes.
      gateways: $offSync | Gateways that are made inside of the virtual cluster.
      tlsRoutes: $offSync | TLSRoutes.
      backendTLSPolicies: $offSync | BackendTLSPolicies.
      referenceGrants: object | ReferenceGrants.
        enabled: switch! = "auto" | auto syncs them where routes are synced.
        patches: $patches
  fromHost: object <sync/from-host> | Objects of the host that can be seen inside of the virtual cluster.
    nodes: object <sync/from-host/nodes> | Real nodes of the host instead of made-up ones.
      enabled: boolean = false
      syncBackChanges: boolean = false | Write labels and taints that are changed inside back to the host's nodes.
      clearImageStatus: boolean = false | Hide which images a node has.
      selector: object | Which nodes are shown; it also decides where pods may run.
        all: boolean = false | All nodes, not only those that run pods of the virtual cluster.
        labels: map<string> = {} | Only nodes with these labels.
      patches: $patches @21-
    events: $onSync <sync/from-host/events> | Events of synced objects.
    ingressClasses: $classSync <sync/from-host/ingress-classes> | IngressClasses of the host.
    storageClasses: object <sync/from-host/storage-classes> | StorageClasses of the host.
      enabled: switch = "auto" | auto turns it on with a virtual scheduler.
      patches: $patches @21-
      selector: $selector @26-
    csiNodes: $autoSync <sync/from-host/csi-nodes> | CSINodes of the host.
    csiDrivers: $autoSync <sync/from-host/csi-drivers> | CSIDrivers of the host.
    csiStorageCapacities: $autoSync <sync/from-host/csi-storage-capacities> | CSIStorageCapacities of the host.
    runtimeClasses: $classSync @21- <sync/from-host/runtime-classes> | RuntimeClasses of the host.
    priorityClasses: $classSync @21- <sync/from-host/priority-classes> | PriorityClasses of the host.
    customResources: map<object> @21- pro <sync/from-host/custom-resources> | Custom resources of the host to show, by plural.group or plural.group/version.
      enabled: boolean required
      scope: string (Cluster, Namespaced)! required | Whether the resource is namespaced; that needs mappings.
      patches: $patches
      mappings: object @23- | Which objects are shown, and where.
        byName: map<string> | Host to virtual cluster, as namespace/name or namespace/*.
    volumeSnapshotClasses: $offSync @21- deprecated refused:36 | VolumeSnapshotClasses of the host. The chart refuses this section since 0.36.
      enabled: boolean
    configMaps: object @23- <sync/from-host/configmaps> | ConfigMaps of the host.
      enabled: boolean = false
      patches: $patches
      mappings: object | Which ConfigMaps are shown, and where.
        byName: map<string> = {} | Host to virtual cluster: namespace/name, namespace/*, /name, or "" for all of the virtual cluster's own namespace.
    secrets: object @23- <sync/from-host/secrets> | Secrets of the host.
      enabled: boolean = false
      patches: $patches
      mappings: object | Which Secrets are shown, and where.
        byName: map<string> = {} | Host to virtual cluster: namespace/name, namespace/*, /name, or "" for all of the virtual cluster's own namespace.
    deviceClasses: $classSync @32- pro <sync/from-host/device-classes> | DeviceClasses of the host.
    gatewayClasses: $classSync @35- <sync/from-host/gateway-classes> | GatewayClasses of the host.
    gateways: object @35- <sync/from-host/gateways> | Gateways of the host that routes of the virtual cluster may use.
      enabled: boolean = false
      patches: $patches
      selector: $selector
      mappings: object | Which gateways are shown, and where.
        byName: map<string> = {} | Host to virtual cluster, as namespace/name or namespace/*.
      allowedRoutes: object | Who inside of the virtual cluster may attach routes to them.
        defaultVirtualNamespacePolicy: $routePolicy | For all gateways that have no policy of their own.
        overrides: array<object> = [] | Policies for single gateways.
          hostNamespace: string | Namespace of the gateway on the host.
          name: string | Name of the gateway on the host.
          virtualNamespacePolicy: $routePolicy | Which virtual namespaces may attach routes to it.
          allowedHostnames: array<string> | Host names that routes may ask for; *. may stand in front.
      status: object | What is shown of a gateway's status.
        exposeAddresses: boolean = false | Show the gateway's addresses.
      metadata: object | What is shown of a gateway's origin.
        exposeSourceGateway: boolean = false | Say which gateway of the host it is.
      sanitize: object | What is taken out of a gateway before it is shown.
        certificateRefs: boolean = true | Take references to certificates out.
        infrastructure: boolean = true | Take settings of the infrastructure out.
integrations: object <integrations> | Operators and services of the host that the virtual cluster may use.
  metricsServer: object <integrations/metricsServer> | Metrics of nodes and pods from the host's metrics server.
    enabled: boolean = false
    apiService: $service
    nodes: boolean = true | Answer for nodes.
    pods: boolean = true | Answer for pods.
  kubeVirt: object @21- <integrations/kubeVirt> | Virtual machines by the host's KubeVirt.
    enabled: boolean = false
    apiService: $service
    webhook: object
      enabled: boolean = true | Use KubeVirt's webhook of the host.
    sync: object | Which resources of KubeVirt are synced.
      dataVolumes: object | DataVolumes.
        enabled: boolean = false
      virtualMachineInstanceMigrations: object | Migrations of running machines.
        enabled: boolean = true
      virtualMachineInstances: object | Running machines.
        enabled: boolean = true
      virtualMachines: object | Machines.
        enabled: boolean = true
      virtualMachineClones: object | Clones of machines.
        enabled: boolean = true
      virtualMachinePools: object | Pools of machines.
        enabled: boolean = true
  externalSecrets: object @21- <integrations/eso> | Secrets by the host's External Secrets Operator.
    enabled: boolean = false
    webhook: object
      enabled: boolean = false | Use the operator's webhook of the host.
    sync: object | Which resources of the operator are synced.
      toHost: object @27- | Resources that go to the host.
        externalSecrets: object | ExternalSecrets; they are always synced while the integration is on.
          selector: $selector
            matchLabels: map<string> = {}
        stores: object | SecretStores.
          selector: $selector
            matchLabels: map<string> = {}
          enabled: boolean = false
      fromHost: object @27- | Resources that come from the host.
        clusterStores: object | ClusterSecretStores of the host.
          selector: $selector
            matchLabels: map<string> = {}
          enabled: boolean = false
      externalSecrets: object @-28 -> integrations.externalSecrets.sync.toHost.externalSecrets | ExternalSecrets.
        enabled: boolean = true
      stores: object @-28 -> integrations.externalSecrets.sync.toHost.stores | SecretStores.
        enabled: boolean = false
      clusterStores: object @-28 -> integrations.externalSecrets.sync.fromHost.clusterStores | ClusterSecretStores of the host.
        enabled: boolean = false
        selector: object | Which of them.
          labels: map<string> | Labels that they must have.
    version: string @28- | API version of the operator's resources, such as v1.
  certManager: object @22- <integrations/cert-manager> | Certificates by the host's cert-manager.
    enabled: boolean = false
    sync: object | Which resources of cert-manager are synced.
      toHost: object | Resources that go to the host.
        certificates: object | Certificates.
          enabled: boolean = true
        issuers: object | Issuers.
          enabled: boolean = true
      fromHost: object | Resources that come from the host.
        clusterIssuers: object | ClusterIssuers of the host.
          enabled: boolean = true
          selector: object | Which of them.
            labels: map<string> = {} | Labels that they must have.
  istio: object @25- <integrations/istio> | Traffic rules for the host's Istio.
    enabled: boolean = false
    sync: object | Which resources of Istio are synced.
      toHost: object | Resources that go to the host.
        destinationRules: object | DestinationRules.
          enabled: boolean = true
        gateways: object | Istio's Gateways.
          enabled: boolean = true
        virtualServices: object | VirtualServices.
          enabled: boolean = true
  netris: object(open) @30-31 <integrations/netris> | Networks by Netris.
  netris: object @32- <integrations/netris> | Networks by Netris.
    enabled: boolean @32-
    connector: string @32- | Connector of the platform that it goes through.
    kubeVip: object @32- | Addresses by kube-vip in a Netris network.
      serverCluster: string | Server cluster in Netris.
      bridge: string | Network bridge on the nodes.
      ipRange: string | Addresses to give away.
  argoCD: object @35- | Registers the virtual cluster with an Argo CD.
    enabled: boolean
    connector: string | Connector of the platform that leads to Argo CD.
networking: object <networking> | How pods and Services find each other and the host.
  replicateServices: object <networking/replicate-services> | Services that are copied between host and virtual cluster.
    toHost: $replication = [] | Services of the virtual cluster that get a copy beside it on the host; to is a bare name.
    fromHost: $replication = [] | Services of the host that get a copy inside; to is namespace/name.
  resolveDNS: array<object> pro <networking/resolve-dns> = [] | Names that the virtual cluster's own DNS answers differently; needs the embedded CoreDNS.
    hostname: string | The name that is asked for; a * may stand at one end.
    service: string | The Service that is asked for, as namespace/name.
    namespace: string | All Services of this namespace; the target is hostNamespace.
    target: object | Where the name leads; exactly one of the keys below.
      hostname: string | Another name.
      ip: string | An address.
      hostService: string | A Service of the host, as namespace/name.
      hostNamespace: string | Services of this namespace of the host.
      vClusterService: string | A Service of another virtual cluster: its namespace, its name, then namespace and name inside, with / between.
  advanced: object <networking/advanced> | Seldom needed.
    clusterDomain: string = "cluster.local" | Domain that Services have inside.
    fallbackHostCluster: boolean = false | Ask the host's DNS for names that are not known inside.
    proxyKubelets: object | How kubelets are reached from inside, for logs, exec and metrics.
      byHostname: boolean = true | By the node's name.
      byIP: boolean = true | By an address of its own for each node.
  serviceCIDR: string @26- | Addresses of Services; found out from the host if it is left out.
  podCIDR: string @26- = "10.244.0.0/16" | Addresses of pods on private nodes.
policies: object <policies> | Limits and rules that keep the virtual cluster's workloads apart from others.
  networkPolicy: object <policies/network-policy> | NetworkPolicies for the control plane and for workloads.
    enabled: boolean = false
    fallbackDns: string = "8.8.8.8" | DNS server that workloads may also reach.
    annotations: map<string> = {}
    labels: map<string> = {}
    controlPlane: object @31- | Traffic of the control plane's pods.
      ingress: $ingressRules = []
      egress: $egressRules = []
    workload: object @31- | Traffic of the workloads' pods.
      publicEgress: object | Connections of workloads to the outside.
        enabled: boolean = true
        cidr: string = "0.0.0.0/0" | Where they may connect to, as a range of addresses.
        except: array<string> = ["100.64.0.0/10", "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] | Ranges inside of it that stay closed; by default those of private networks.
      ingress: $ingressRules = []
      egress: $egressRules = []
    outgoingConnections: object @-30 -> policies.networkPolicy.workload.publicEgress | Where workloads may connect to.
      ipBlock: object -> policies.networkPolicy.workload.publicEgress | A range of addresses.
        cidr: string = "0.0.0.0/0" | The range, such as 10.0.0.0/8.
        except: array<string> = ["100.64.0.0/10", "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] | Ranges inside of it that stay closed.
      platform: boolean = true | Let the control plane reach the platform.
    extraControlPlaneRules: array<object(open)> @25-30 -> policies.networkPolicy.controlPlane.egress | Further egress rules for the control plane.
    extraWorkloadRules: array<object(open)> @25-30 -> policies.networkPolicy.workload.egress | Further egress rules for workloads.
  podSecurityStandard: string (privileged, baseline, restricted)! <policies/pod-security-standard> | Pod Security level for all namespaces of the virtual cluster; lower case.
  resourceQuota: object <policies/resource-quota> | A ResourceQuota for the virtual cluster's namespace on the host.
    enabled: switch = "auto" | auto turns it on where the limit range is on.
    quota: object(open) = {"requests.cpu": 10, "requests.memory": "20Gi", "requests.storage": "100Gi", "requests.ephemeral-storage": "60Gi", "limits.cpu": 20, "limits.memory": "40Gi", "limits.ephemeral-storage": "160Gi", "services.nodeports": 0, "services.loadbalancers": 1, "count/endpoints": 40, "count/pods": 20, "count/services": 20, "count/secrets": 100, "count/configmaps": 100, "count/persistentvolumeclaims": 20} | The quota, such as requests.cpu or count/pods; null takes a default away.
    scopeSelector: object(open) = {"matchExpressions": []} | Which pods count, by a selector of scopes.
    scopes: array<string> = [] | Which pods count, such as BestEffort.
    annotations: map<string> = {}
    labels: map<string> = {}
  limitRange: object <policies/limit-range> | A LimitRange for the virtual cluster's namespace on the host.
    enabled: switch = "auto" | auto turns it on where the quota is on.
    default: object(open) = {"ephemeral-storage": "8Gi", "memory": "512Mi", "cpu": "1"} | Limits of containers that have none.
    defaultRequest: object(open) = {"ephemeral-storage": "3Gi", "memory": "128Mi", "cpu": "100m"} | Requests of containers that have none.
    annotations: map<string> = {}
    labels: map<string> = {}
    max: object(open) @21- = {} | The most that a container may ask for.
    min: object(open) @21- = {} | The least that a container may ask for.
  centralAdmission: object pro <policies/admission-control> | Admission webhooks that users of the virtual cluster can neither see nor change.
    validatingWebhooks: array<object> = [] | Configurations of webhooks, written as in Kubernetes.
      kind: string | Kind of the configuration.
      apiVersion: string | admissionregistration.k8s.io/v1
      metadata: $webhookMetadata
      webhooks: array<object> | The webhooks.
        name: string | Name of the webhook, with a domain.
        clientConfig: $webhookClient
        rules: array<any> | For which operations and resources it is asked.
        failurePolicy: string (Fail, Ignore)
        matchPolicy: string (Exact, Equivalent) | Whether other versions of the resources count as well.
        namespaceSelector: any | Only for namespaces with these labels.
        objectSelector: any | Only for objects with these labels.
        sideEffects: string | What the webhook does beside answering: None or NoneOnDryRun.
        timeoutSeconds: integer | How long to wait for an answer, in seconds.
        admissionReviewVersions: array<string> | Versions of the question that it understands, such as v1.
        matchConditions: array<any> | CEL expressions that must hold for it to be asked.
    mutatingWebhooks: array<object> = [] | Configurations of webhooks, written as in Kubernetes.
      kind: string | Kind of the configuration.
      apiVersion: string | admissionregistration.k8s.io/v1
      metadata: $webhookMetadata
      webhooks: array<object> | The webhooks.
        reinvocationPolicy: string | Never or IfNeeded: whether it is asked again after others made changes.
        name: string | Name of the webhook, with a domain.
        clientConfig: $webhookClient
        rules: array<any> | For which operations and resources it is asked.
        failurePolicy: string (Fail, Ignore)
        matchPolicy: string (Exact, Equivalent) | Whether other versions of the resources count as well.
        namespaceSelector: any | Only for namespaces with these labels.
        objectSelector: any | Only for objects with these labels.
        sideEffects: string | What the webhook does beside answering: None or NoneOnDryRun.
        timeoutSeconds: integer | How long to wait for an answer, in seconds.
        admissionReviewVersions: array<string> | Versions of the question that it understands, such as v1.
        matchConditions: array<any> | CEL expressions that must hold for it to be asked.
controlPlane: object <control-plane> | The virtual cluster's own control plane: what it is, where it runs and how it is reached.
  distro: object <control-plane/components/distro> | The Kubernetes that the control plane is.
    k8s: object <control-plane/components/distro/k8s> | Kubernetes as it is released.
      enabled: boolean = false
      version: string = "" | Version of Kubernetes, such as v1.35.0; empty for that of the image.
      apiServer: object | The API server.
        enabled: boolean = true
        command: array<string> = []
        extraArgs: array<string> = []
        image: $image @-24 -> controlPlane.distro.k8s.image | Its own image.
        imagePullPolicy: string @-24 -> controlPlane.distro.k8s.imagePullPolicy
      controllerManager: object | The controller manager.
        enabled: boolean = true
        command: array<string> = []
        extraArgs: array<string> = []
        image: $image @-24 -> controlPlane.distro.k8s.image | Its own image.
        imagePullPolicy: string @-24 -> controlPlane.distro.k8s.imagePullPolicy
      scheduler: object | A scheduler of the virtual cluster's own; it needs real nodes.
        command: array<string> = []
        extraArgs: array<string> = []
        enabled: boolean @26- = false
        image: $image @-24 -> controlPlane.distro.k8s.image | Its own image.
        imagePullPolicy: string @-24 -> controlPlane.distro.k8s.imagePullPolicy
      env: array<object(open)> = []
      resources: object(open) = {"limits": {"cpu": "100m", "memory": "256Mi"}, "requests": {"cpu": "40m", "memory": "64Mi"}}
      securityContext: object(open) = {}
      image: $image @25- | Image with the components of Kubernetes.
        registry: string = "ghcr.io"
        repository: string = "loft-sh/kubernetes"
        tag: string = "v1.36.0"
      imagePullPolicy: string (Always, IfNotPresent, Never) @25- = ""
    k3s: $distro @-32 -> controlPlane.distro.k8s | K3s as the Kubernetes.
    k0s: object @-25 -> controlPlane.distro.k8s | k0s as the Kubernetes.
      enabled: boolean = false
      config: string | Configuration of k0s, as text.
      env: array<object(open)>
      resources: object(open)
      securityContext: object(open)
      image: $image
      imagePullPolicy: string
      command: array<string>
      extraArgs: array<string>
  backingStore: object <control-plane/components/backing-store> | Where the virtual cluster keeps its data; an embedded SQLite unless one is turned on.
    etcd: object | An etcd.
      embedded: object pro <control-plane/components/backing-store/etcd/embedded> | An etcd inside of the control plane's pods.
        enabled: boolean pro = false
        migrateFromDeployedEtcd: boolean = false | Take the data of an etcd over that was deployed before.
        snapshotCount: integer @25- | After how many changes etcd writes a snapshot.
        extraArgs: array<string> @26- = []
      deploy: object <control-plane/components/backing-store/etcd/deploy> | An etcd in pods of its own.
        enabled: boolean = false
        statefulSet: object | The StatefulSet of etcd.
          enabled: boolean = true
          enableServiceLinks: boolean = true | Give the pods environment variables for Services.
          image: $image | Image of etcd.
            registry: string = "registry.k8s.io"
            repository: string = "etcd"
            tag: string = "3.6.8-0"
          imagePullPolicy: string (Always, IfNotPresent, Never) = ""
          env: array<object(open)> = []
          extraArgs: array<string> = []
          resources: object
            limits: object(open)
            requests: object(open) = {"cpu": "20m", "memory": "150Mi"}
          pods: $metadata | Metadata of the pods.
          highAvailability: object | How etcd bears the loss of a pod.
            replicas: integer = 1 | How many members; an odd number.
          scheduling: $scheduling
          security: object | Security contexts.
            podSecurityContext: object(open) = {}
            containerSecurityContext: object(open) = {}
          persistence: object | Volumes of the pods.
            volumeClaim: $volumeClaim | The claim for the data.
            volumeClaimTemplates: array<object(open)> = [] | Claims in your own words, in place of the one above.
            addVolumes: array<object(open)> = [] | Further volumes of the pods.
            addVolumeMounts: $volumeMounts = []
          annotations: map<string> = {}
          labels: map<string> = {}
        service: object | The Service of etcd.
          enabled: boolean = true
          annotations: map<string> = {}
        headlessService: object | The headless Service of etcd.
          annotations: map<string> = {}
          enabled: boolean @-21
      external: object @25- | An etcd that you run yourself.
        enabled: boolean = false
        endpoint: string = "" | Address of the etcd.
        tls: object | Certificates for the connection.
          caFile: string = ""
          certFile: string = ""
          keyFile: string = ""
    database: object <control-plane/components/backing-store/database> | A database instead of etcd, through kine.
      embedded: object | SQLite in the control plane's volume; for one replica.
        enabled: boolean = false
        dataSource: string | Address of the database, such as mysql://user:password@tcp(host:3306)/name.
        keyFile: string
        certFile: string
        caFile: string
        extraArgs: array<string> @26- = [] | More arguments for kine.
        identityProvider: string @30- | Sign in with the cloud's identity instead of a password; aws.
      external: object pro <control-plane/components/backing-store/database/external> | A MySQL or PostgreSQL that you run yourself.
        enabled: boolean = false
        dataSource: string = "" | Address of the database, such as mysql://user:password@tcp(host:3306)/name.
        keyFile: string = ""
        certFile: string = ""
        caFile: string = ""
        connector: string @21- = "" | Connector of the platform that creates a database for this virtual cluster.
        extraArgs: array<string> @26- = [] | More arguments for kine.
        identityProvider: string @30- = "" | Sign in with the cloud's identity instead of a password; aws.
  coredns: object <control-plane/components/coredns> | The virtual cluster's DNS.
    enabled: boolean = true
    embedded: boolean pro = false | Run CoreDNS inside of the control plane instead of as a Deployment.
    service: object | The Service of CoreDNS.
      spec: object(open) = {"type": "ClusterIP"}
      annotations: map<string> = {}
      labels: map<string> = {}
    deployment: object | The Deployment of CoreDNS.
      image: string = "" | Image of CoreDNS.
      replicas: integer = 1
      nodeSelector: map<string> = {}
      resources: object
        limits: object(open) = {"cpu": "1000m", "memory": "170Mi"}
        requests: object(open) = {"cpu": "20m", "memory": "64Mi"}
      pods: $metadata | Metadata of the pods.
      annotations: map<string> = {}
      labels: map<string> = {}
      topologySpreadConstraints: array<any> = [{"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {"matchLabels": {"k8s-app": "vcluster-kube-dns"}}}]
      affinity: object(open) @21- = {}
      tolerations: array<object(open)> @21- = []
    overwriteConfig: string = "" | A Corefile in place of the one that comes with it.
    overwriteManifests: string = "" | Manifests in place of those that come with it.
    priorityClassName: string = ""
    security: object @26- | Security contexts of CoreDNS.
      podSecurityContext: object(open) = {}
      containerSecurityContext: object(open) = {}
  proxy: object <control-plane/components/proxy> | The proxy in front of the API server.
    bindAddress: string = "0.0.0.0" | Address to listen on.
    port: integer = 8443 | Port to listen on; nothing but 8443 works.
    extraSANs: array<string> = [] | More names and addresses in the server's certificate.
  hostPathMapper: object pro <control-plane/components/host-path-mapper> | Maps paths of logs on the nodes to those inside, for log collectors.
    enabled: boolean
    central: boolean | One mapper of the platform serves all virtual clusters of the host.
  ingress: object <control-plane/deployment/ingress> | An Ingress that leads to the API server; needs TLS passthrough.
    enabled: boolean = false
    host: string = "my-host.com" | Host name of the Ingress.
    pathType: string (Exact, Prefix, ImplementationSpecific) = "ImplementationSpecific" | How the path is compared.
    spec: object(open) = {"tls": []}
    annotations: map<string> = {"nginx.ingress.kubernetes.io/backend-protocol": "HTTPS", "nginx.ingress.kubernetes.io/ssl-passthrough": "true", "nginx.ingress.kubernetes.io/ssl-redirect": "true"}
    labels: map<string> = {}
  service: object <control-plane/deployment/service> | The Service of the API server.
    enabled: boolean = true
    spec: object(open) = {"type": "ClusterIP"}
    kubeletNodePort: integer = 0 | Node port for the kubelet's port; 0 for any.
    httpsNodePort: integer = 0 | Node port of the API server; 0 for any.
    annotations: map<string> = {}
    labels: map<string> = {}
  statefulSet: object <control-plane/deployment/statefulset> | The workload of the control plane; a Deployment where it has no volume.
    highAvailability: object | How the control plane bears the loss of a pod.
      replicas: integer = 1 | How many pods; more than one needs an etcd or an external database.
      leaseDuration: integer = 60 | Seconds for which a leader leads without renewing.
      renewDeadline: integer = 40 | Seconds in which the leader must have renewed.
      retryPeriod: integer = 15 | Seconds between two attempts to lead.
    resources: object
      limits: object(open) = {"ephemeral-storage": "10Gi", "memory": "4Gi"}
      requests: object(open) = {"ephemeral-storage": "1Gi", "cpu": "200m", "memory": "256Mi"}
    scheduling: $scheduling
    security: object | Security contexts.
      podSecurityContext: object(open) = {}
      containerSecurityContext: object(open) = {"allowPrivilegeEscalation": false, "runAsUser": 0, "runAsGroup": 0}
    probes: object | How Kubernetes finds out whether the control plane is well.
      livenessProbe: object | Restarts the container after too many failures.
        enabled: boolean = true
        failureThreshold: integer @26- = 60 | How many failures in a row are too many.
        initialDelaySeconds: integer @26- = 60 | Seconds before the first probe.
        timeoutSeconds: integer @26- = 3 | Seconds after which no answer is a failure.
        periodSeconds: integer @26- = 2 | Seconds between two probes.
      readinessProbe: object | Keeps traffic away until it answers.
        enabled: boolean = true
        failureThreshold: integer @26- = 60 | How many failures in a row are too many.
        timeoutSeconds: integer @26- = 3 | Seconds after which no answer is a failure.
        periodSeconds: integer @26- = 2 | Seconds between two probes.
      startupProbe: object | Gives the first start its time.
        enabled: boolean = true
        failureThreshold: integer @26- = 300 | How many failures in a row are too many.
        timeoutSeconds: integer @26- = 3 | Seconds after which no answer is a failure.
        periodSeconds: integer @26- = 6 | Seconds between two probes.
    persistence: object | Volumes of the control plane.
      volumeClaim: object | The claim for the data.
        enabled: switch = "auto" | auto makes a claim where the backing store needs one.
        accessModes: array<string> = ["ReadWriteOnce"] | How the volume may be mounted.
        retentionPolicy: string (Retain, Delete) = "Retain" | What becomes of the volume when the virtual cluster is deleted.
        size: string = "5Gi" | Size of the volume, such as 5Gi.
        storageClass: string = ""
      volumeClaimTemplates: array<object(open)> = [] | Claims in your own words, in place of the one above.
      dataVolume: array<object(open)> = [] | A volume for the data in place of a claim, such as an emptyDir.
      binariesVolume: array<object(open)> = [{"name": "binaries", "emptyDir": {}}] | The volume for the programs of Kubernetes.
      addVolumes: array<object(open)> = [] | Further volumes of the pods.
      addVolumeMounts: $volumeMounts = []
    enableServiceLinks: boolean = true | Give the pods environment variables for Services.
    annotations: map<string> = {}
    labels: map<string> = {}
    pods: $metadata | Metadata of the pods.
    image: $image | Image of vcluster; loft-sh/vcluster-oss is the open-source one.
      registry: string = "ghcr.io"
      repository: string = "loft-sh/vcluster-pro"
      tag: string = ""
    imagePullPolicy: string (Always, IfNotPresent, Never) = ""
    workingDir: string = "" | Working directory of the container.
    command: array<string> = []
    args: array<string> = []
    env: array<object(open)> = []
    dnsPolicy: string (ClusterFirst, ClusterFirstWithHostNet, Default, None) @21- | Where the pods look names up.
    dnsConfig: object @21- | DNS settings of the pods.
      nameservers: array<string> | Addresses of DNS servers.
      searches: array<string> | Domains to search.
      options: array<object> | Options of the resolver.
        name: string
        value: string | Value of the option.
    initContainers: array<any> @30- = [] | Containers that run before the control plane.
    sidecarContainers: array<any> @30- = [] | Containers that run beside the control plane.
    hostAliases: array<object> @32- = [] | Lines for the pods' /etc/hosts.
      ip: string | The address.
      hostnames: array<string> | Its names.
    runtimeClassName: string @34- | Runtime class of the pods.
  serviceMonitor: object | A ServiceMonitor, so that Prometheus scrapes the control plane.
    enabled: boolean = false
    labels: map<string> = {}
    annotations: map<string> = {}
  advanced: object <control-plane/other/advanced> | Seldom needed.
    defaultImageRegistry: string <control-plane/other/advanced/default-image-registry> = "" | Registry to put in front of all images of vcluster.
    virtualScheduler: object deprecated -> controlPlane.distro.k8s.scheduler <control-plane/other/advanced/virtual-scheduler> | A scheduler of the virtual cluster's own.
      enabled: boolean = false
    serviceAccount: $serviceAccount <control-plane/other/advanced/service-account> | Service account of the control plane.
    workloadServiceAccount: $serviceAccount <control-plane/other/advanced/workload-service-account> | Service account of the synced pods.
    headlessService: $metadata <control-plane/other/advanced/headless-service> | Metadata of the headless Service.
    globalMetadata: object <control-plane/other/advanced/global-metadata> | Metadata for all objects of the chart.
      annotations: map<string> = {} | Annotations for all objects of the chart.
    konnectivity: object @26- | The tunnel from the API server to private nodes.
      server: object | The tunnel's end in the control plane.
        enabled: boolean = true
        extraArgs: array<string> = []
      agent: object | The tunnel's end on the nodes.
        enabled: boolean = true
        replicas: integer = 1
        image: string = ""
        imagePullPolicy: string (Always, IfNotPresent, Never) = ""
        nodeSelector: map<string> = {}
        priorityClassName: string
        tolerations: array<any> = []
        extraEnv: array<any> = []
        extraArgs: array<string> = []
    registry: object @26- | An image registry inside of the control plane, for private nodes.
      enabled: boolean = false
      anonymousPull: boolean = true | Let everybody pull without signing in.
      config: any = {} | Configuration of the registry.
    cloudControllerManager: object @28- | Gives private nodes addresses and load balancers.
      enabled: boolean = true
      kubeOvn: object @37- | Load balancers and routes by Kube-OVN.
        enabled: boolean
        vpc: string | The VPC.
        loadBalancers: object | Where load balancers get their addresses.
          externalSubnet: string | Subnet of the outer addresses.
          backendSubnet: string | Subnet of the nodes.
        podRoutes: object | Routes to the pods of each node.
          enabled: boolean
    kubeVip: object @30- pro <control-plane/other/advanced/kube-vip> | An address for the control plane by kube-vip.
      enabled: boolean = false
      interface: string | Network interface that carries the address.
      gateway: string | Gateway of that network, as address/bits.
    podDisruptionBudget: object @31- | How many pods of the control plane may be evicted.
      enabled: boolean = false
      minAvailable: any | How many must stay; not together with maxUnavailable.
      maxUnavailable: any | How many may be gone; not together with minAvailable.
      unhealthyPodEvictionPolicy: string (IfHealthyBudget, AlwaysAllow) | When pods that are not ready may be evicted.
  endpoint: string @26- | Address under which private nodes reach the control plane, as host:port.
  standalone: object @26- pro <control-plane/standalone> | A control plane that runs on a machine, without a host cluster.
    enabled: boolean
    dataDir: string = "/var/lib/vcluster" | Folder for its data.
    joinNode: object | Makes the machine a node as well.
      enabled: boolean = true
      preJoinCommands: array<string> | Commands before the node joins.
      postJoinCommands: array<string> | Commands after the node has joined.
      containerd: $containerd
      caCertPath: string | File with the certificate authority on the node.
      skipPhases: array<string> | Phases of kubeadm that are left out.
      nodeRegistration: $nodeRegistration
      preInstallCommands: array<string> @27- | Commands before anything is installed.
      name: string @-26 | Name of the node.
    autoNodes: object @28- | Machines for the control plane that the platform provides.
      provider: string | Node provider of the platform.
      quantity: integer | How many machines.
      nodeTypeSelector: $requirements @30-
      requirements: $oldRequirements @-29 -> controlPlane.standalone.autoNodes.nodeTypeSelector
    advertiseAddress: string @36- | Address that the API server tells others.
    bundleRepository: string @-27 | Where the bundle of Kubernetes is downloaded.
    bundle: string @-27 | A local bundle of Kubernetes.
    syncConfig: object @27-27 | Keep the configuration in the cluster in step with the file.
      enabled: boolean
  tlsRoute: object @34- | A TLSRoute that leads to the API server.
    enabled: boolean = false
    apiVersion: string = "gateway.networking.k8s.io/v1" | Version of the Gateway API to use.
    host: string = "my-host.com" | Host name of the route.
    parentRefs: array<object(open)> = [] | Gateways that the route attaches to.
    spec: object(open) = {}
    annotations: map<string> = {}
    labels: map<string> = {}
rbac: object | Permissions of the control plane on the host.
  role: object | The Role in the virtual cluster's namespace.
    enabled: boolean = true
    extraRules: array<object(open)> = [] | Rules in addition to those that are worked out.
    overwriteRules: array<object(open)> = [] | Rules in place of those that are worked out.
  clusterRole: object | The ClusterRole, for what lies outside of the namespace.
    enabled: switch = "auto" | auto makes one where a setting needs it.
    extraRules: array<object(open)> = [] | Rules in addition to those that are worked out.
    overwriteRules: array<object(open)> = [] | Rules in place of those that are worked out.
  enableVolumeSnapshotRules: object @30- deprecated refused:36 | Permissions for volume snapshots. The chart refuses this section since 0.36.
    enabled: switch
plugins: map <plugins> = {} | Programs that extend the syncer, by name.
  name: string | Name of the plugin, if not its key.
  image: string | Image of the plugin.
  imagePullPolicy: string (Always, IfNotPresent, Never)
  config: object(open) | Configuration that the plugin reads.
  rbac: object | Permissions that the plugin needs on the host.
    role: $rules | Within the virtual cluster's namespace.
    clusterRole: $rules | On the whole host.
  command: array<string>
  args: array<string>
  securityContext: object(open)
  resources: object(open)
  volumeMounts: array<any> | Mounts of the plugin's container.
experimental: object <experimental> | May change or go at any time.
  deploy: object <experimental/deploy> | Manifests and charts that are applied at every start.
    host: object | Applied to the host cluster.
      manifests: string = "" | Manifests as text; several are divided by ---.
      manifestsTemplate: string = "" | Manifests as text, with Helm templates.
    vcluster: object | Applied inside of the virtual cluster.
      manifests: string = "" | Manifests as text; several are divided by ---.
      manifestsTemplate: string = "" | Manifests as text, with Helm templates.
      helm: array<object> = [] | Helm charts.
        chart: object | Where the chart is.
          name: string | Name of the chart.
          repo: string | Address of the repository.
          insecure: boolean | Do not check the repository's certificate.
          version: string | Version of the chart; put it in quotes.
          username: string
          password: string
        release: object | What the release is called.
          name: string
          namespace: string
        values: string | Values of the chart, as text.
        timeout: string | How long to wait, such as 120s.
        bundle: string | The chart itself, as base64 of a .tgz.
  syncSettings: object <experimental/sync-settings> | Details of the syncer.
    setOwner: boolean = true | Make the virtual cluster's Service the owner of synced objects, so that they go with it.
    hostMetricsBindAddress: string | Address for metrics of the controllers that watch the host.
    virtualMetricsBindAddress: string | Address for metrics of the controllers that watch the virtual cluster.
    disableSync: boolean @-25 | Sync nothing at all.
    rewriteKubernetesService: boolean @-25 | Point the Service kubernetes of the host's namespace at the virtual cluster.
    targetNamespace: string @-28 = "" | Namespace of the host that objects are synced to.
    syncLabels: array<string> @-20 | Labels that are kept as they are on the host.
  virtualClusterKubeConfig: object deprecated | Files that lead to a Kubernetes in place of the control plane's own.
    kubeConfig: string | Path of the kubeconfig.
    serverCAKey: string | Path of the server authority's key.
    serverCACert: string | Path of the server authority's certificate.
    clientCACert: string | Path of the client authority's certificate.
    requestHeaderCACert: string | Path of the front proxy authority's certificate.
    clientCAKey: string @35- | Path of the client authority's key.
  denyProxyRequests: array<object> pro <experimental/deny-proxy-requests> | Requests to the API server that are turned away.
    name: string | Name of the check, for the log.
    namespaces: array<string> | Only in these namespaces.
    rules: array<object> | What is turned away.
      apiGroups: array<string> | API groups; * is all, and then stands alone.
      apiVersions: array<string> | API versions; * is all, and then stands alone.
      resources: array<string> | Resources, such as pods/exec.
      scope: string (Cluster, Namespaced, *)! | Whether resources of the cluster or of namespaces are meant.
      operations: array<string> (create, get, update, patch, delete, *)! | What may not be done; * is everything, and then stands alone.
    excludedUsers: array<string> | Users that may go on.
  proxy: object @31- pro <experimental/proxy> | Answers requests for some resources from another virtual cluster.
    customResources: map<object> = {} | The resources, as resource.group/version or *.group/version.
      enabled: boolean
      targetVirtualCluster: object | The virtual cluster that answers.
        name: string required | Its name on the platform.
        project: string | Its project on the platform.
      accessResources: string (owned, all)! | Which objects can be seen there: the own ones, or all.
  docker: object @31- <experimental/docker> | How the virtual cluster runs in Docker.
    image: string
    ports: array<string> | Ports to publish, as host:container.
    volumes: array<string> | Volumes to mount, as source:target.
    env: array<string> | Environment variables, as NAME=value.
    args: array<string> | More arguments for docker run.
    enabled: boolean
    network: string | Docker network to use.
    nodes: array<object> | Further nodes, each a container.
      image: string
      ports: array<string> | Ports to publish, as host:container.
      volumes: array<string> | Volumes to mount, as source:target.
      env: array<string> | Environment variables, as NAME=value.
      args: array<string> | More arguments for docker run.
      name: string
    registryProxy: object | Pulls images through the Docker of the machine.
      enabled: boolean = true
    loadBalancer: object | Gives Services of type LoadBalancer an address.
      enabled: boolean = true
      forwardPorts: boolean = true | Forward their ports to the machine.
  nodeMonitors: array<object> @34- = [] | Scrapes metrics of nodes with Prometheus.
    name: string
    nodeSelector: map<string> | Only nodes with these labels.
    endpoints: array<object> | What is scraped.
      path: string | Path of the kubelet.
      params: map<array<string>> | Parameters of the request.
      extraRelabelings: array<object(open)> | More relabelings of the target.
      metricsRelabelings: array<object(open)> | Relabelings of the metrics.
      interval: string | How often, such as 30s.
      scrapeTimeout: string | How long one scrape may take.
    spec: object(open)
    annotations: map<string>
    labels: map<string>
  genericSync: object @-27 -> sync.toHost.customResources | Syncs any custom resource by rules.
    version: string | v1beta1
    export: array<object> | Resources to sync to the host.
      apiVersion: string
      kind: string
      optional: boolean | Go on if the resource does not exist.
      replaceOnConflict: boolean | Replace objects that are there already.
      patches: $syncPatches
      reversePatches: $syncPatches | Changes on the way back.
      selector: object | Which objects.
        labelSelector: map<string> | Labels that they must have.
    import: array<object> | Resources to show from the host.
      apiVersion: string
      kind: string
      optional: boolean | Go on if the resource does not exist.
      replaceOnConflict: boolean | Replace objects that are there already.
      patches: $syncPatches
      reversePatches: $syncPatches | Changes on the way back.
    hooks: object | Patches for objects that vcluster syncs itself.
      hostToVirtual: $syncHooks | On the way into the virtual cluster.
      virtualToHost: $syncHooks | On the way to the host.
    clusterRole: $syncRole | Permissions on the whole host that the syncing needs.
    role: $syncRole | Permissions in the namespace that the syncing needs.
  multiNamespaceMode: object @-25 -> sync.toHost.namespaces | Gives each virtual namespace a namespace of its own on the host.
    enabled: boolean -> sync.toHost.namespaces.enabled = false
    namespaceLabels: map<string> -> sync.toHost.namespaces.extraLabels | Labels for those namespaces.
  isolatedControlPlane: object @-27 | Runs the control plane on another cluster than its workloads.
    enabled: boolean
    headless: boolean = false | Deploy nothing but what the workloads' cluster needs.
    kubeConfig: string | File with the kubeconfig of the workloads' cluster.
    namespace: string | Namespace in the workloads' cluster.
    service: string | Service in the workloads' cluster.
  sleepMode: object @22-23 -> sleepMode | Puts the virtual cluster to sleep while nobody uses it.
    enabled: boolean
    timeZone: string | Time zone of the schedules, such as Europe/Berlin.
    autoSleep: object | When it falls asleep.
      afterInactivity: string | After how long without requests, such as 1h.
      schedule: string | When, as a cron line.
      wakeup: object | When it wakes up.
        schedule: string
      exclude: object | Workloads that stay awake.
        selector: object | Which workloads.
          labels: map<string> | Labels that they have.
  reuseNamespace: boolean @23-24 | Allow several virtual clusters in one namespace.
external: object(open) @-20
external: object @21-31 -> platform | Settings for programs beside vcluster.
  platform: object(more) -> platform | Settings for the platform.
    apiKey: object -> platform.apiKey | Secret with the access key of the platform.
      secretName: string | Name of the Secret.
      namespace: string | Namespace of the Secret.
      createRBAC: boolean | Let the control plane read the Secret.
    project: string @26- -> platform.project | Project of the platform that it belongs to.
telemetry: object | Figures about use that are sent to the makers of vcluster.
  enabled: boolean = true
  instanceCreator: string | What created this virtual cluster.
  machineID: string | Stands for the machine that created it.
  platformUserID: string | Stands for the user of the platform.
  platformInstanceID: string | Stands for the platform.
serviceCIDR: string deprecated -> networking.serviceCIDR | Addresses of Services.
pro: boolean deprecated | Without effect: the image decides.
plugin: map deprecated -> plugins | Plugins in the old form.
  name: string | Name of the plugin, if not its key.
  image: string | Image of the plugin.
  imagePullPolicy: string (Always, IfNotPresent, Never)
  config: object(open) | Configuration that the plugin reads.
  rbac: object | Permissions that the plugin needs on the host.
    role: $rules | Within the virtual cluster's namespace.
    clusterRole: $rules | On the whole host.
  command: array<string>
  args: array<string>
  securityContext: object(open)
  resources: object(open)
  volumeMounts: array<any> | Mounts of the plugin's container.
  version: string | v2 for plugins of the newer interface.
  env: array<any>
  envFrom: array<any> | Environment variables from Secrets and ConfigMaps.
  lifecycle: object(open) | Hooks of the container.
  livenessProbe: object(open) | Liveness probe of the container.
  readinessProbe: object(open) | Readiness probe of the container.
  startupProbe: object(open) | Startup probe of the container.
  workingDir: string | Working directory of the container.
  optional: boolean | Start without it if it fails.
sleepMode: object @24-31 -> sleep.auto | Puts the virtual cluster to sleep while nobody uses it.
  enabled: boolean
  timeZone: string -> sleep.auto.timezone | Time zone of the schedules, such as Europe/Berlin.
  autoSleep: object -> sleep.auto | When it falls asleep.
    afterInactivity: string -> sleep.auto.afterInactivity | After how long without requests, such as 1h.
    schedule: string -> sleep.auto.schedule | When, as a cron line.
    exclude: object -> sleep.auto.exclude | Workloads that stay awake.
      selector: object | Which workloads.
        labels: map<string> | Labels that they have.
  autoWakeup: object -> sleep.auto.wakeup | When it wakes up.
    schedule: string
deploy: object @26- <deploy> | What is deployed inside, mostly for private nodes.
  kubeProxy: object | kube-proxy on private nodes.
    enabled: boolean = true
    image: string = ""
    imagePullPolicy: string (Always, IfNotPresent, Never) = ""
    nodeSelector: map<string> = {}
    priorityClassName: string
    tolerations: array<any> = []
    extraEnv: array<any> = []
    extraArgs: array<string> = []
    config: object(open) @27- = {} | Configuration of kube-proxy, in its own format.
  metallb: object | MetalLB, which gives load balancers their addresses.
    enabled: boolean = false
    controllerImage: string | Image of its controller.
    speakerImage: string | Image of its speaker.
    ipAddressPool: object | Addresses that it gives away.
      addresses: array<string> = [] | Ranges, as first-last or in CIDR form.
      l2Advertisement: boolean = true | Announce them in the local network.
  cni: object | The network of private nodes.
    flannel: object | Flannel.
      enabled: boolean = true
      image: string
      initImage: string | Image of its init container.
      imagePullPolicy: string (Always, IfNotPresent, Never)
  localPathProvisioner: object | Volumes in folders of private nodes.
    enabled: boolean = true
    image: string
    imagePullPolicy: string (Always, IfNotPresent, Never)
    nodePath: string | Folder on the nodes.
  ingressNginx: object deprecated | ingress-nginx.
    enabled: boolean = false
    defaultIngressClass: boolean = true | Make it the default.
  metricsServer: object | A metrics server.
    enabled: boolean = false
  volumeSnapshotController: object @29- deprecated refused:36 | The controller for volume snapshots. The chart refuses this section since 0.36.
    enabled: boolean
  argoCD: object @35- | Applications that Argo CD deploys.
    applications: array<object> | The applications.
      name: string | Name of the application.
      displayName: string | Name for people.
      target: string (vCluster, host)! | Where it is deployed.
      inline: object(open) | The application, written out; not together with template.
      template: object | A template of the platform; not together with inline.
        name: string
        parameters: object(open) | Parameters of the template.
  csi: object @37- | Storage drivers.
    kubeVirt: object | Volumes by the KubeVirt that the nodes run in.
      enabled: boolean
      image: string
      imagePullPolicy: string
      hostLabels: map<string> | Labels of the volumes on the host.
      storageClass: object | The storage class for it.
        enabled: boolean
        name: string
        default: boolean | Make it the default.
        hostStorageClassName: string | Storage class of the host.
        hostVolumeMode: string | Volume mode on the host.
        bus: string | Bus that the volume is attached by.
privateNodes: object @26- pro <private-nodes> | Nodes that belong to this virtual cluster alone; pods are not synced to the host.
  enabled: boolean = false
  kubelet: object | The kubelet of the nodes.
    config: object(open) @27- = {} | Kubelet configuration, in its own format.
    cgroupDriver: string @-26 | cgroupfs or systemd.
  autoUpgrade: object | Keeps the nodes at the control plane's version.
    enabled: boolean = true
    image: string | Image that upgrades a node.
    imagePullPolicy: string (Always, IfNotPresent, Never)
    nodeSelector: map<string>
    binariesPath: string | Folder of the programs on the nodes.
    cniBinariesPath: string | Folder of the network plugins on the nodes.
    concurrency: integer = 1 | How many nodes are upgraded at one time.
    podSecurityContext: object(open) @34- = {}
    containerSecurityContext: object(open) @34- = {}
    bundleRepository: string @-26 | Where the bundle of Kubernetes is downloaded.
  joinNode: object | What happens when a node joins.
    preJoinCommands: array<string> | Commands before the node joins.
    postJoinCommands: array<string> | Commands after the node has joined.
    containerd: $containerd
    caCertPath: string | File with the certificate authority on the node.
    skipPhases: array<string> | Phases of kubeadm that are left out.
    nodeRegistration: $nodeRegistration
    preInstallCommands: array<string> @27- | Commands before anything is installed.
  autoNodes: object @28-29 <private-nodes/auto-nodes> = [] | Nodes that the platform provides, one item for each provider.
    static: array<object> | Pools of a fixed size.
      name: string | Name of the pool; no two are alike.
      provider: string | Node provider of the platform.
      requirements: $oldRequirements
      taints: $taints
        effect: string
      nodeLabels: map<string> | Labels of the nodes.
      terminationGracePeriod: string | How long pods have to end when a node goes, such as 5m.
      quantity: integer | How many nodes.
    dynamic: array<object> | Pools that grow and shrink with what is asked of them.
      name: string | Name of the pool; no two are alike.
      provider: string | Node provider of the platform.
      requirements: $oldRequirements
      taints: $taints
        effect: string
      nodeLabels: map<string> | Labels of the nodes.
      limits: map<string> | The most that the pool may have, such as cpu or nodes.
      disruption: $disruption
        consolidationPolicy: string
      terminationGracePeriod: string | How long pods have to end when a node goes, such as 5m.
      expireAfter: string | After how long a node is replaced, such as 720h.
      weight: integer | Pools with more weight are filled first.
  autoNodes: array<object> @30- <private-nodes/auto-nodes> = [] | Nodes that the platform provides, one item for each provider.
    provider: string required | Node provider of the platform.
    properties: map<string> | Properties for all nodes of the provider.
    static: array<object> | Pools of a fixed size.
      name: string required | Name of the pool; no two are alike.
      nodeTypeSelector: $requirements
      taints: $taints
      nodeLabels: map<string> | Labels of the nodes.
      terminationGracePeriod: string | How long pods have to end when a node goes, such as 5m.
      quantity: integer required | How many nodes.
      profile: string @36- | Profile of the nodes.
      properties: map<string> @37- | Properties for nodes of the pool.
    dynamic: array<object> | Pools that grow and shrink with what is asked of them.
      name: string required | Name of the pool; no two are alike.
      nodeTypeSelector: $requirements
      taints: $taints
      nodeLabels: map<string> | Labels of the nodes.
      limits: map<string> | The most that the pool may have, such as cpu or nodes.
      disruption: $disruption
      terminationGracePeriod: string | How long pods have to end when a node goes, such as 5m.
      expireAfter: string | After how long a node is replaced, such as 720h.
      weight: integer | Pools with more weight are filled first.
      profile: string @36- | Profile of the nodes.
      properties: map<string> @37- | Properties for nodes of the pool.
  vpn: object @28- <private-nodes/vpn> | Lets nodes join through a VPN of the platform.
    enabled: boolean = false
    nodeToNode: object | Nodes also reach each other through it.
      enabled: boolean = false
  daemon: object @34- | A service of vcluster on each node.
    enabled: boolean = false
    controlPlaneLoadBalancer: object | Balances a node's requests over the control plane's addresses.
      enabled: boolean = false
      kubeProxy: boolean = true | kube-proxy goes through it as well.
      port: integer = 11343 | Port on the node.
  defaultProfile: string @36- | Profile of nodes whose pool names none.
  importNodeBinaries: boolean @-26 | Copy the programs of Kubernetes to the nodes.
logging: object @26- <logging> | How the control plane logs.
  encoding: string (console, json) = "console" | Form of the lines.
  file: object @37- | Logging to a file.
    enabled: boolean
sleep: object @32- pro | Puts the workloads to sleep while nobody uses them.
  auto: object | When they fall asleep and wake up.
    afterInactivity: string | After how long without requests, as a duration such as 1h30m or 72h.
    schedule: string
    exclude: object | Workloads that stay awake.
      selector: object | Which workloads.
        labels: map<string> | Labels that they have.
    wakeup: object | When they wake up.
      schedule: string
    timezone: string
snapshots: object @32- pro | Snapshots of the virtual cluster.
  auto: object | Snapshots that are taken by themselves.
    schedule: string
    timezone: string
    retention: object | Which snapshots are kept.
      period: integer | For how many days.
      maxSnapshots: integer | How many.
    storage: object | Where they are kept.
      type: string (s3, oci, container, azure) | Which of the sections below counts.
      s3: object | A bucket.
        url: string | Address, as s3://bucket/key.
        credential: $credential
      oci: object | An image registry.
        repository: string | Repository in the registry.
        credential: $credential
        username: string
        password: string
      container: object | A volume of the control plane.
        path: string | Path in the container.
        volume: object | The claim that is mounted there.
          name: string | Name of the claim.
          path: string | Where it is mounted.
      azure: object @34- | Azure Blob Storage.
        blobUrl: string | Address of the blob.
        credential: $credential
    volumes: object @-35 | Snapshots of the volumes as well.
      enabled: boolean
deletion: object @32- pro <deletion> | Protection against deletion, and deletion by itself.
  prevent: boolean | Refuse to delete it through the platform.
  auto: object | Deletes it while nobody uses it.
    afterInactivity: string | After how long without requests, as a duration such as 720h.
platform: object @32- pro <platform> | How the virtual cluster registers with the platform.
  apiKey: object | Secret with the access key of the platform.
    secretName: string | Name of the Secret.
    namespace: string | Namespace of the Secret.
    createRBAC: boolean | Let the control plane read the Secret.
  project: string | Project of the platform that it belongs to.
`;
