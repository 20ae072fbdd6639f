/**
 * Every key of the values.yaml of the four charts that there were up to 0.19, in the form of vcluster.ts. `[k3s k0s]` are the charts that have a
 * key, where not all have it; -> is the key of a vcluster.yaml that does the same. Defaults are those of 0.14 and, where there are two lines, of
 * 0.19; what is known of neither is left out for the versions between. These charts check nothing: what they do not know they pass over.
 */
export const legacyTable = `
~annotations | Annotations of the objects that are made from this section.
~labels | Labels of the workload.
~podAnnotations | Annotations of the pods.
~podLabels | Labels of the pods.
~affinity | Affinity rules, written as in a pod.
~tolerations | Taints that the pods tolerate, written as in a pod.
~nodeSelector | Labels that a node must have to run the pods.
~priorityClassName | Priority class of the pods.
~resources | Requests and limits, written as in a container.
~securityContext | Security context of the container.
~podSecurityContext | Security context of the pod.
~extraArgs | More arguments for its command line.
~env | Environment variables, written as in a container.
~volumes | Further volumes of the pods.
~volumeMounts | Mounts of the container.
~extraVolumeMounts | Mounts in addition to volumeMounts.
~replicas | How many pods.
~image | Container image.
~imagePullPolicy | When the node pulls the image.
~serviceAnnotations | Annotations of the Service.
~topologySpreadConstraints | How the pods spread over zones and nodes.
~disabled | Leaves the container out.
~extraRules | Rules in addition to those that are worked out.
~volumeClaimTemplates | Claims in your own words, in place of the one that is made.
~fsGroup | Group that owns the volumes.

$switchOn: object
  enabled: boolean = true
$switchOff: object
  enabled: boolean = false
$pod: object
  image: string
  imagePullPolicy: string @17- = ""
  replicas: integer = 1
  nodeSelector: map<string> = {}
  affinity: object(open) = {}
  tolerations: array<object(open)> = []
  labels: map<string> = {}
  annotations: map<string> = {}
  podAnnotations: map<string> = {}
  podLabels: map<string> = {}
  resources: object(open)
  priorityClassName: string = ""
  securityContext: object(open) = {}
  podSecurityContext: object(open) @16- = {}
  serviceAnnotations: map<string> @15- = {}
  extraArgs: array<string>
  env: array<object(open)>
  volumes: array<object(open)>
  volumeMounts: array<object(open)>
  topologySpreadConstraints: array<object(open)>
  disabled: boolean
$part: $pod
  replicas: integer @-18 = 1
  nodeSelector: map<string> @-18 = {}
  affinity: object(open) @-18 = {}
  tolerations: array<object(open)> @-18 = []
  labels: map<string> @-18 = {}
  annotations: map<string> @-18 = {}
  podAnnotations: map<string> @-18 = {}
  podLabels: map<string> @-18 = {}
  resources: object(open) @-18
  priorityClassName: string @-18 = ""
  securityContext: object(open) @-18 = {}
  podSecurityContext: object(open) @16-18 = {}
  serviceAnnotations: map<string> @15-18 = {}
  env: array<object(open)> @-18
  volumes: array<object(open)> @-18
  volumeMounts: array<object(open)> @-18
  topologySpreadConstraints: array<object(open)> @-18
$storage: object
  persistence: boolean = true | Keep the data in a volume; otherwise it is gone with the pod.
  size: string = "5Gi" | Size of the volume.
  className: string | Storage class; empty for the host cluster's default.
$rules: object
  extraRules: array<object(open)>
$pluginRules: object
  extraRules: array<object(open)>

defaultImageRegistry: string -> controlPlane.advanced.defaultImageRegistry = "" | Put in front of all images of vcluster as it is, so it must end in a slash.
globalAnnotations: map<string> [k3s] -> controlPlane.advanced.globalMetadata.annotations = {} | Annotations for all objects of the chart.
globalAnnotations: map<string> [k0s k8s eks] -> controlPlane.advanced.globalMetadata.annotations | Annotations for all objects of the chart.
nameOverride: string | Name of the chart in names and labels.
fullnameOverride: string | Full name in names and labels.
global: any | Values for charts that have this one as a dependency.
pro: boolean @16- = false | Use the commercial image.
proLicenseSecret: string @19- -> platform.apiKey = "" | Secret with the license.
headless: boolean @16- = false | Deploy no workload.
noopSyncer: object @16- [k3s] | Runs a syncer that syncs nothing.
  enabled: boolean = false
  synck8sService: boolean = false | Point the Service of the remote control plane at this one.
  secret: string | Name of the Secret with certificates and kubeconfig of the remote control plane.
monitoring: object @17- | Monitoring of the control plane.
  serviceMonitor: object -> controlPlane.serviceMonitor | A ServiceMonitor for Prometheus.
    enabled: boolean = false
enableHA: boolean @-16 [k3s] -> controlPlane.statefulSet.highAvailability = false | Runs the control plane in several pods.
enableHA: boolean @-18 [k8s eks] -> controlPlane.statefulSet.highAvailability = false | Runs the control plane in several pods.
plugin: map<object> -> plugin = {} | Programs that extend the syncer, by name.
  name: string | Name of the container, if not its key.
  version: string
  image: string
  imagePullPolicy: string
  env: array<object(open)>
  envFrom: array<object(open)>
  command: array<string>
  args: array<string>
  optional: boolean | Start without it if it fails.
  rbac: object | Permissions that the plugin needs on the host.
    role: $rules
    clusterRole: $rules
  config: object(open)
  workingDir: string
  volumeMounts: array<object(open)>
  resources: object(open)
  securityContext: object(open)
  lifecycle: object(open)
  livenessProbe: object(open)
  readinessProbe: object(open)
  startupProbe: object(open)
  terminationMessagePath: string
  terminationMessagePolicy: string
  volumeDevices: array<object(open)>
  ports: array<object(open)>
sync: object <architecture/synced-resources> | Which objects are carried between the virtual cluster and its host.
  services: $switchOn -> sync.toHost.services | Services.
  configmaps: object -> sync.toHost.configMaps | ConfigMaps that pods use.
    enabled: boolean = true
    all: boolean = false | Take all of them, whether or not a pod uses them.
  secrets: object -> sync.toHost.secrets | Secrets that pods use.
    enabled: boolean = true
    all: boolean = false | Take all of them, whether or not a pod uses them.
  endpoints: $switchOn -> sync.toHost.endpoints | Endpoints.
  pods: object -> sync.toHost.pods | Pods.
    enabled: boolean = true
    ephemeralContainers: boolean = false | Sync containers that are added for debugging.
    status: boolean = false | Sync changes of a pod's status back to the host.
  events: $switchOn -> sync.fromHost.events | Events of the host.
  persistentvolumeclaims: $switchOn -> sync.toHost.persistentVolumeClaims | Claims.
  ingresses: $switchOff -> sync.toHost.ingresses | Ingresses; ingress classes follow.
  ingressclasses: object -> sync.fromHost.ingressClasses = {} | IngressClasses of the host; follows ingresses unless it says otherwise.
    enabled: boolean
  fake-nodes: $switchOn | Made-up nodes, while real ones are not synced.
  fake-persistentvolumes: $switchOn | Made-up volumes, while real ones are not synced.
  nodes: object -> sync.fromHost.nodes | Nodes of the host.
    fakeKubeletIPs: boolean @15- -> networking.advanced.proxyKubelets.byIP = true | An address of its own for each node's kubelet.
    enabled: boolean = false
    syncAllNodes: boolean -> sync.fromHost.nodes.selector.all = false | All nodes, not only those that run pods of the virtual cluster.
    nodeSelector: string -> sync.fromHost.nodes.selector.labels = "" | Only these nodes, as a label selector in text.
    enableScheduler: boolean [k3s k0s k8s] -> controlPlane.distro.k8s.scheduler.enabled = false | A scheduler of the virtual cluster's own; needs enabled.
    enableScheduler: boolean [eks] -> controlPlane.distro.k8s.scheduler.enabled | A scheduler of the virtual cluster's own; this chart has none.
    syncNodeChanges: boolean deprecated -> sync.fromHost.nodes.syncBackChanges = false | Write changes of nodes back to the host.
    reservedResources: object(open) @19- | What is taken off a node's capacity.
  persistentvolumes: $switchOff -> sync.toHost.persistentVolumes | Volumes.
  storageclasses: $switchOff -> sync.toHost.storageClasses | Storage classes of the virtual cluster; not together with hoststorageclasses.
  hoststorageclasses: $switchOff -> sync.fromHost.storageClasses | Storage classes of the host.
  legacy-storageclasses: $switchOff deprecated -> sync.fromHost.storageClasses | The former name of hoststorageclasses.
  priorityclasses: $switchOff -> sync.toHost.priorityClasses | Priority classes.
  networkpolicies: $switchOff -> sync.toHost.networkPolicies | NetworkPolicies.
  volumesnapshots: $switchOff | Volume snapshots.
  poddisruptionbudgets: $switchOff -> sync.toHost.podDisruptionBudgets | PodDisruptionBudgets.
  serviceaccounts: $switchOff -> sync.toHost.serviceAccounts | ServiceAccounts.
  csinodes, csidrivers, csistoragecapacities: object | Storage objects of the host; on with a scheduler.
    enabled: boolean
  namespaces: object | Namespaces.
    enabled: boolean
  generic: object -> sync.toHost.customResources | Custom resources, by rules.
    config: string = "---" | The rules, as YAML in a text.
    role: $rules | Permissions in the namespace that the rules need.
    clusterRole: $rules | Permissions on the host that the rules need.
fallbackHostDns: boolean @15- -> networking.advanced.fallbackHostCluster = false | Ask the host's DNS for names that are not known inside.
mapServices: object -> networking.replicateServices | Services that are copied between host and virtual cluster.
  fromVirtual: array<object> -> networking.replicateServices.toHost = [] | Services of the virtual cluster; to is a bare name.
    from: string | The Service to copy, as namespace/name.
    to: string | Name of the copy on the host.
  fromHost: array<object> -> networking.replicateServices.fromHost = [] | Services of the host; to is namespace/name.
    from: string | The Service to copy.
    to: string | The copy, as namespace/name.
proxy: object @15- -> integrations.metricsServer | Requests that are passed on to the host.
  metricsServer: object | Metrics.
    nodes: $switchOff | Of nodes.
    pods: $switchOff | Of pods.
syncer: object | The syncer, which carries objects between virtual cluster and host.
  image: string -> controlPlane.statefulSet.image
  imagePullPolicy: string @17- -> controlPlane.statefulSet.imagePullPolicy = ""
  command: array<string>
  workingDir: string
  noArgs: boolean
  disabled: boolean [k3s k0s]
  extraArgs: array<string> = []
  env: array<object(open)> = []
  volumeMounts: array<object(open)> @-17 [k3s k0s] = [{"mountPath": "/data", "name": "data", "readOnly": true}]
  volumeMounts: array<object(open)> @-17 [k8s] = [{"mountPath": "/pki", "name": "certs", "readOnly": true}]
  volumeMounts: array<object(open)> @-17 [eks] = [{"mountPath": "/manifests/coredns", "name": "coredns", "readOnly": true}, {"mountPath": "/pki", "name": "certs", "readOnly": true}]
  volumeMounts: array<object(open)> @18-
  extraVolumeMounts: array<object(open)> @16- = []
  livenessProbe: $switchOn | Restarts the syncer when it does not answer.
  readinessProbe: $switchOn | Keeps traffic away until the syncer answers.
  resources: object(open) @-17 [k3s k8s] = {"limits": {"cpu": "1000m", "memory": "512Mi"}, "requests": {"cpu": "20m", "memory": "64Mi"}}
  resources: object(open) @-17 [k0s eks] = {"limits": {"memory": "1Gi"}, "requests": {"cpu": "10m", "memory": "64Mi"}}
  resources: object(open) @18- [k3s] = {"limits": {"ephemeral-storage": "8Gi", "memory": "2Gi"}, "requests": {"ephemeral-storage": "200Mi", "cpu": "200m", "memory": "256Mi"}}
  resources: object(open) @18- [k0s] = {"limits": {"ephemeral-storage": "8Gi", "memory": "2Gi"}, "requests": {"ephemeral-storage": "200Mi", "cpu": "10m", "memory": "64Mi"}}
  resources: object(open) @18- [k8s] = {"limits": {"ephemeral-storage": "8Gi", "cpu": "1000m", "memory": "2Gi"}, "requests": {"ephemeral-storage": "200Mi", "cpu": "20m", "memory": "256Mi"}}
  resources: object(open) @18- [eks] = {"limits": {"ephemeral-storage": "8Gi", "memory": "2Gi"}, "requests": {"ephemeral-storage": "200Mi", "cpu": "10m", "memory": "256Mi"}}
  kubeConfigContextName: string -> exportKubeConfig.context = "my-vcluster" | Name of the context in the kubeconfig.
  serviceAnnotations: map<string> @15- = {}
  volumes: array<object(open)> [k8s eks] = []
  volumes: array<object(open)> @17- [k3s k0s]
  topologySpreadConstraints: array<object(open)> [k8s eks]
  replicas: integer [k8s eks] = 1
  replicas: integer @19- [k3s k0s] = 1
  nodeSelector: map<string> [k8s eks] = {}
  affinity: object(open) [k8s eks] = {}
  tolerations: array<object(open)> [k8s eks] = []
  labels: map<string> [k8s eks] = {}
  annotations: map<string> [k8s eks] = {}
  podAnnotations: map<string> [k8s eks] = {}
  podLabels: map<string> [k8s eks] = {}
  priorityClassName: string [k8s eks] = ""
  securityContext: object(open) @-18 [k8s eks] = {}
  securityContext: object(open) @19- [k8s] = {"allowPrivilegeEscalation": false}
  securityContext: object(open) @19- [eks]
  podSecurityContext: object(open) @16-18 [k8s eks] = {}
  podSecurityContext: object(open) @19- [k8s] = {"runAsUser": 0, "runAsGroup": 0}
  podSecurityContext: object(open) @19- [eks]
  storage: $storage @19- | The volume of the syncer.
    binariesVolume: array<object(open)> = [{"name": "binaries", "emptyDir": {}}] | The volume for programs.
vcluster: object [k3s k0s] | The container with the Kubernetes.
  image: string @-14 [k3s] = "rancher/k3s:v1.26.0-k3s1"
  image: string @-14 [k0s] = "k0sproject/k0s:v1.26.0-k0s.0"
  image: string @15-
  imagePullPolicy: string @17- = ""
  command: array<string> @-17 [k3s] = ["/bin/k3s"] | The command of the container.
  command: array<string> @-17 [k0s] = ["k0s"] | The command of the container.
  command: array<string> @18- [k3s] = ["/binaries/k3s"] | The command that the syncer starts.
  command: array<string> @18- [k0s] = ["/binaries/k0s"] | The command that the syncer starts.
  baseArgs: array<string> @18- [k3s] = ["server", "--write-kubeconfig=/data/k3s-config/kube-config.yaml", "--data-dir=/data", "--disable=traefik,servicelb,metrics-server,local-storage,coredns", "--disable-network-policy", "--disable-agent", "--disable-cloud-controller", "--egress-selector-mode=disabled", "--flannel-backend=none", "--kube-apiserver-arg=bind-address=127.0.0.1"] | The arguments that it cannot do without.
  baseArgs: array<string> @18- [k0s] = ["controller", "--config=/tmp/k0s-config.yaml", "--data-dir=/data/k0s"] | The arguments that it cannot do without.
  baseArgs: array<string> @-17 [k3s] = ["server", "--write-kubeconfig=/data/k3s-config/kube-config.yaml", "--data-dir=/data", "--disable=traefik,servicelb,metrics-server,local-storage,coredns", "--disable-network-policy", "--disable-agent", "--disable-cloud-controller", "--flannel-backend=none"] | The arguments that it cannot do without.
  baseArgs: array<string> @-17 [k0s] = ["controller", "--config=/etc/k0s/config.yaml", "--data-dir=/data/k0s"] | The arguments that it cannot do without.
  extraArgs: array<string> = []
  volumeMounts: array<object(open)> @-17 [k3s] = [{"mountPath": "/data", "name": "data"}]
  volumeMounts: array<object(open)> @-17 [k0s] = [{"mountPath": "/data", "name": "data"}, {"mountPath": "/etc/k0s", "name": "k0s-config"}]
  volumeMounts: array<object(open)> @18-
  extraVolumeMounts: array<object(open)> @16-
  env: array<object(open)> = []
  resources: object(open) @-17 = {"limits": {"memory": "2Gi"}, "requests": {"cpu": "200m", "memory": "256Mi"}}
  resources: object(open) @18- = {"limits": {"cpu": "100m", "memory": "256Mi"}, "requests": {"cpu": "40m", "memory": "64Mi"}} | Requests and limits of the container that copies the program; it runs in the one of the syncer.
  priorityClassName: string [k0s] = ""
  clusterDomain: string [k0s] | Domain that Services have inside.
  disabled: boolean
storage: $storage @-18 [k3s k0s] -> controlPlane.statefulSet.persistence.volumeClaim | The volume of the virtual cluster.
storage: object @19- [k3s k0s] deprecated -> controlPlane.statefulSet.persistence.volumeClaim | The former place of syncer.storage, all of which it takes the place of.
  persistence: boolean | Keep the data in a volume; without it here the data is gone with the pod.
  size: string | Size of the volume.
  className: string | Storage class; empty for the host cluster's default.
volumes: array<object(open)> [k3s k0s] = []
volumes: array<object(open)> @18- [k8s eks]
volumeClaimTemplates: array<object(open)> [k3s k0s]
volumeClaimTemplates: array<object(open)> @19- [k8s eks]
fsGroup: integer [k3s k0s]
serviceCIDR: string | Addresses of Services; found out from the host if it is left out.
autoDeletePersistentVolumeClaims: boolean @17-18 [k3s k0s] = true | Delete the claims with the virtual cluster.
autoDeletePersistentVolumeClaims: boolean @19- [k3s k0s] = false | Delete the claims with the virtual cluster.
autoDeletePersistentVolumeClaims: boolean @19- [k8s eks] | Delete the claims with the virtual cluster.
embeddedEtcd: object @17- -> controlPlane.backingStore.etcd.embedded | An etcd inside of the syncer.
  enabled: boolean = false
  migrateFromEtcd: boolean = false | Take the data of a deployed etcd over.
k3sToken: string @17- [k3s] = "" | Token that servers join with.
serverToken: object @-16 [k3s] | Token that servers join with, for high availability.
  value: string = "" | The token.
  secretKeyRef: object(open) = {} | A Secret with the token.
podDisruptionBudget: object @-16 [k3s] -> controlPlane.advanced.podDisruptionBudget | How many pods may be evicted; for high availability.
  enabled: boolean = false
  minAvailable: any = 1 | How many must stay.
  maxUnavailable: any | How many may be gone.
replicas: integer @-18 [k3s k0s] = 1
replicas: integer @19- [k3s k0s] deprecated | The former place of syncer.replicas.
nodeSelector: map<string> [k3s k0s] = {}
affinity: object(open) [k3s k0s] = {}
tolerations: array<object(open)> [k3s k0s] = []
labels: map<string> [k3s k0s] = {}
annotations: map<string> [k3s k0s] = {}
annotations: map<string> @19- [k8s eks] = {}
podAnnotations: map<string> [k3s k0s] = {}
podAnnotations: map<string> @19- [k8s eks] = {}
podLabels: map<string> [k3s k0s] = {}
priorityClassName: string [k3s k0s] = ""
securityContext: object(open) @-18 [k3s k0s] = {"allowPrivilegeEscalation": false}
securityContext: object(open) @19- [k3s k0s] = {"allowPrivilegeEscalation": false, "runAsUser": 0, "runAsGroup": 0}
podSecurityContext: object(open) @16- [k3s k0s]
topologySpreadConstraints: array<object(open)>
config: string [k0s] | Configuration of k0s, as text.
etcd: $pod [k8s eks] -> controlPlane.backingStore.etcd.deploy | The etcd that the virtual cluster keeps its data in.
  image: string @-14 [k8s] = "registry.k8s.io/etcd:3.5.6-0"
  image: string @-14 [eks] = "public.ecr.aws/eks-distro/etcd-io/etcd:v3.5.6-eks-1-24-7"
  image: string @15-
  resources: object(open) = {"requests": {"cpu": "20m", "memory": "150Mi"}}
  storage: $storage | The volume of etcd.
  fsGroup: integer
  volumeClaimTemplates: array<object(open)>
  autoDeletePersistentVolumeClaims: boolean @17-18 = true | Delete the claims with the virtual cluster.
  autoDeletePersistentVolumeClaims: boolean @19- = false | Delete the claims with the virtual cluster.
controller: $part [k8s eks] | The controller manager.
  image: string @-14 [k8s] = "registry.k8s.io/kube-controller-manager:v1.26.1"
  image: string @-14 [eks] = "public.ecr.aws/eks-distro/kubernetes/kube-controller-manager:v1.24.9-eks-1-24-7"
  image: string @15-
  resources: object(open) @-18 = {"requests": {"cpu": "15m"}}
scheduler: $part [k8s] | The scheduler; runs where sync.nodes.enableScheduler is on.
  image: string @-14 = "registry.k8s.io/kube-scheduler:v1.26.1"
  image: string @15-
  resources: object(open) @-18 = {"requests": {"cpu": "10m"}}
  securityContext: object(open) @-18
  disabled: boolean @-18
  disabled: boolean @19- = true | Leaves it out unless sync.nodes.enableScheduler is on; false switches it on as well.
api: $part [k8s eks] | The API server.
  image: string @-14 [k8s] = "registry.k8s.io/kube-apiserver:v1.26.1"
  image: string @-14 [eks] = "public.ecr.aws/eks-distro/kubernetes/kube-apiserver:v1.24.9-eks-1-24-7"
  image: string @15-
  extraArgs: array<string> = []
  resources: object(open) @-18 = {"requests": {"cpu": "40m", "memory": "300Mi"}}
job: object @-16 [k8s eks] | The job that makes certificates before the installation.
  enabled: boolean = true
  priorityClassName: string = ""
  nodeSelector: map<string> = {}
  affinity: object(open) = {}
  tolerations: array<object(open)> = []
  resources: object(open) = {}
  podAnnotations: map<string> = {}
  podLabels: map<string> = {}
  securityContext: object(open) = {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": true, "runAsGroup": 10001, "runAsNonRoot": true, "runAsUser": 10001}
serviceAccount: object -> controlPlane.advanced.serviceAccount | Service account of the control plane.
  create: boolean = true | Create it.
  name: string | Name of the service account.
  imagePullSecrets: array<object> | Secrets with which its pods pull images.
    name: string | Name of the Secret.
workloadServiceAccount: object @16- -> controlPlane.advanced.workloadServiceAccount | Service account of the synced pods.
  annotations: map<string> = {}
rbac: object -> rbac | Permissions of the control plane on the host.
  clusterRole: object | For what lies outside of the namespace.
    create: boolean @-18 deprecated = false | Make one in any case; it is made where a setting needs it.
    create: boolean @19- = false | Make one in any case; it is made where a setting needs it.
    extraRules: array<object(open)> @19-
  role: object | In the virtual cluster's namespace.
    create: boolean @-18 deprecated = true | Make one.
    create: boolean @19- = true | Make one; hardly anything works without.
    extended: boolean @-18 deprecated = false | Add rules that are added anyway where a setting needs them.
    extraRules: array<object(open)> @19-
    excludedApiResources: array<string> @16- | Resources that are left out of the rules.
service: object -> controlPlane.service | The Service of the API server.
  type: string (ClusterIP, NodePort, LoadBalancer) = "ClusterIP" | How the API server can be reached.
  externalIPs: array<string> = [] | Addresses outside that lead to it.
  externalTrafficPolicy: string (Cluster, Local) = "" | Whether requests may go to other nodes.
  loadBalancerIP: string = "" | Address of the load balancer.
  loadBalancerSourceRanges: array<string> = [] | Addresses that may connect.
  loadBalancerClass: string = "" | Class of the load balancer.
  loadBalancerAnnotations: map<string> @19- -> controlPlane.service.annotations = {} | Annotations of the Service of the load balancer.
ingress: object -> controlPlane.ingress | An Ingress that leads to the API server.
  enabled: boolean = false
  pathType: string (Exact, Prefix, ImplementationSpecific) = "ImplementationSpecific" | How the path is compared.
  apiVersion: string @-16 = "networking.k8s.io/v1" | Version of the Ingress.
  ingressClassName: string = "" | Class of the Ingress.
  host: string = "vcluster.local" | Host name.
  annotations: map<string> = {"nginx.ingress.kubernetes.io/backend-protocol": "HTTPS", "nginx.ingress.kubernetes.io/ssl-passthrough": "true", "nginx.ingress.kubernetes.io/ssl-redirect": "true"}
  tls: array<object(open)> @16- = [] | Certificates, written as in an Ingress.
openshift: object | For hosts that are OpenShift.
  enable: boolean = false | Add the rule that OpenShift asks for.
coredns: object -> controlPlane.coredns | The virtual cluster's DNS.
  integrated: boolean @16- -> controlPlane.coredns.embedded = false | Run it inside of the syncer.
  fallback: string @19- -> policies.networkPolicy.fallbackDns = "8.8.8.8" | DNS server for names that are not known inside.
  plugin: object @17- -> networking.resolveDNS | Names that are answered differently.
    enabled: boolean = false
    config: array<object(open)> = [] | The names.
  enabled: boolean [k3s k0s k8s] = true
  enabled: boolean @-15 [eks]
  enabled: boolean @16- [eks] = true
  replicas: integer = 1
  nodeSelector: map<string>
  image: string @-14 [eks] = "public.ecr.aws/eks-distro/coredns/coredns:v1.8.7-eks-1-24-7"
  image: string @15- [eks]
  image: string [k3s k0s k8s]
  config: string | A Corefile in place of the one that comes with it.
  manifests: string | Manifests in place of those that come with it.
  service: object | The Service of CoreDNS.
    type: string [k3s k0s k8s] = "ClusterIP" | Type of the Service.
    type: string [eks] | Type of the Service.
    externalIPs: array<string> [k3s k0s k8s] = [] | Addresses outside that lead to it.
    externalIPs: array<string> [eks] | Addresses outside that lead to it.
    externalTrafficPolicy: string [k3s k0s k8s] = "" | Whether requests may go to other nodes.
    externalTrafficPolicy: string [eks] | Whether requests may go to other nodes.
    annotations: map<string> [k3s k0s k8s] = {}
    annotations: map<string> [eks]
  resources: object(open) [k3s k8s] = {"limits": {"cpu": "1000m", "memory": "170Mi"}, "requests": {"cpu": "3m", "memory": "16Mi"}}
  resources: object(open) [k0s eks] = {"limits": {"cpu": "1000m", "memory": "512Mi"}, "requests": {"cpu": "20m", "memory": "64Mi"}}
  podAnnotations: map<string> = {}
  podLabels: map<string> = {}
isolation: object -> policies | Limits that keep the virtual cluster's workloads apart from others.
  enabled: boolean = false
  namespace: string = null | Namespace for the workloads.
  podSecurityStandard: string (privileged, baseline, restricted)! -> policies.podSecurityStandard = "baseline" | Pod Security level for all namespaces of the virtual cluster.
  nodeProxyPermission: object @16- | Permission to reach kubelets through the API server.
    enabled: boolean = false
  resourceQuota: object -> policies.resourceQuota | A ResourceQuota for the namespace on the host.
    enabled: boolean = true
    quota: object(open) = {"requests.cpu": 10, "requests.memory": "20Gi", "requests.storage": "100Gi", "requests.ephemeral-storage": "60Gi", "limits.cpu": 20, "limits.memory": "40Gi", "limits.ephemeral-storage": "160Gi", "services.nodeports": 0, "services.loadbalancers": 1, "count/endpoints": 40, "count/pods": 20, "count/services": 20, "count/secrets": 100, "count/configmaps": 100, "count/persistentvolumeclaims": 20} | The quota, such as requests.cpu or count/pods.
    scopeSelector: object | Which pods count.
      matchExpressions: array<object(open)> = null | Conditions on scopes.
    scopes: array<string> = null | Which pods count, such as BestEffort.
  limitRange: object -> policies.limitRange | A LimitRange for the namespace on the host.
    enabled: boolean = true
    default: object(open) = {"ephemeral-storage": "8Gi", "memory": "512Mi", "cpu": "1"} | Limits of containers that have none.
    defaultRequest: object(open) = {"ephemeral-storage": "3Gi", "memory": "128Mi", "cpu": "100m"} | Requests of containers that have none.
  networkPolicy: object -> policies.networkPolicy | NetworkPolicies for control plane and workloads.
    enabled: boolean = true
    outgoingConnections: object -> policies.networkPolicy.workload.publicEgress | Where workloads may connect to.
      ipBlock: object | A range of addresses.
        cidr: string = "0.0.0.0/0" | The range.
        except: array<string> = ["100.64.0.0/10", "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] | Ranges inside of it that stay closed.
hostpathMapper: object @-15 -> controlPlane.hostPathMapper | Maps paths of logs on the nodes to those inside.
  enabled: boolean = false
  resources: object(open) = {}
  image: string
  dev: boolean
init: object -> experimental.deploy.vcluster | What is applied inside at the start.
  manifests: string = "---" | Manifests as text; several are divided by ---.
  manifestsTemplate: string = "" | Manifests as text, with Helm templates.
  helm: array<object> = [] | Helm charts; they are applied only where manifests is not empty.
    bundle: string | The chart itself, as base64.
    chart: object | Where the chart is.
      name: string | Name of the chart.
      repo: string | Address of the repository.
      version: string | Version of the chart; put it in quotes.
      username: string | User name.
      password: string | Password.
      insecure: boolean | Do not check the repository's certificate.
    release: object | What the release is called.
      name: string | Name.
      namespace: string | Namespace.
      timeout: any | How long to wait.
    insecure: boolean
    values: string | Values of the chart, as text.
    valuesTemplate: string | Values of the chart as text, with Helm templates.
    timeout: any | How long to wait, such as 120s.
multiNamespaceMode: object -> sync.toHost.namespaces | Gives each virtual namespace a namespace of its own on the host.
  enabled: boolean = false
  namespaceLabels: map<string>
telemetry: object @15- -> telemetry | Figures about use that are sent to the makers of vcluster.
  disabled: any = false | Send nothing.
  instanceCreator: string = "helm" | What created this virtual cluster.
  instanceCreatorUID: string @15-16 = "" | Stands for what created it.
  platformUserID: string = "" | Stands for the user of the platform.
  platformInstanceID: string = "" | Stands for the platform.
  machineID: string = "" | Stands for the machine that created it.
admission: object @18-18 -> policies.centralAdmission | Admission webhooks that users of the virtual cluster can neither see nor change.
  validatingWebhooks: array<object(open)> = []
  mutatingWebhooks: array<object(open)> = []
centralAdmission: object @19- -> policies.centralAdmission | Admission webhooks that users of the virtual cluster can neither see nor change.
  validatingWebhooks: array<object(open)> = []
  mutatingWebhooks: array<object(open)> = []
`;
