/**
 * Every flag that the syncer of charts 0.14 to 0.19 takes, in `syncer.extraArgs` as well: one a line, with what its value is.
 *
 *     name: type @since
 *
 * - type: `text`, `list` (with commas), `number` or `switch`, which is on where the flag stands alone, and has its value behind a = otherwise.
 * - @since: the first minor that has it, where not all have it.
 *
 * The syncer stops at any other flag, and at what is none.
 */
export const flagTable = `
kube-config-context-name: text
sync: list
request-header-ca-cert: text
client-ca-cert: text
server-ca-cert: text
server-ca-key: text
kube-config: text
tls-san: list
out-kube-config-secret: text
out-kube-config-secret-namespace: text
out-kube-config-server: text
target-namespace: text
service-name: text
set-owner: switch
name: text
bind-address: text
port: number
sync-all-nodes: switch
enable-scheduler: switch
disable-fake-kubelets: switch
fake-kubelet-ips: switch @15
node-clear-image-status: switch
translate-image: list
enforce-node-selector: switch
enforce-toleration: list
node-selector: text
service-account: text
override-hosts: switch
override-hosts-container-image: text
cluster-domain: text
leader-elect: switch
lease-duration: number
renew-deadline: number
retry-period: number
disable-plugins: switch
plugin-listen-address: text
default-image-registry: text
enforce-pod-security-standard: text
sync-labels: list
plugins: list
map-virtual-service: list
map-host-service: list
host-metrics-bind-address: text
virtual-metrics-bind-address: text
mount-physical-host-paths: switch
multi-namespace-mode: switch
namespace-labels: list
sync-all-configmaps: switch
sync-all-secrets: switch
proxy-metrics-server: switch @15
service-account-token-secrets: switch
single-binary-distro: switch
rewrite-host-paths: switch
sync-node-changes: switch
fake-kubelets: switch
fake-nodes: switch
fake-persistent-volumes: switch
enable-storage-classes: switch
enable-priority-classes: switch
suffix: text
owning-statefulset: text
disable-sync-resources: text
pro-license-secret: text @15
remote-kube-config: text @15
remote-namespace: text @15
remote-service-name: text @15
integrated-coredns: switch @15
use-coredns-plugin: switch @15
noop-syncer: switch @15
sync-k8s-service: switch @15
etcd-embedded: switch @15
migrate-from: text @15
etcd-replicas: number @15
enforce-validating-hook: text @15
enforce-mutating-hook: text @15
`;
