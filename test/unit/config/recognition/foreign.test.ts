import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { recognise } from '../../../../src/core/config/recognition/recognition.ts';

/** Files that are something else, though they are named or begin like one for vcluster. */
const foreign: readonly (readonly [path: string, text: string])[] = [
  // A recipe that builds a package of this name.
  [
    'vcluster.yaml',
    'package: {name: vcluster, version: 0.34.0}\nenvironment: {contents: {}}\npipeline: []\nupdate: {enabled: true}\n',
  ],
  ['vcluster.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: vcluster}\n'],
  ['vcluster.yaml', 'version: "3"\nservices: {web: {image: nginx}}\n'],
  ['vcluster.yml', 'name: Test\non: [push]\njobs: {test: {runs-on: ubuntu-latest}}\n'],
  [
    'charts/mesh/values.yaml',
    'patchSystemNamespace: true\ncontrolPlane: {service: {enabled: true}, ingress: {enabled: false}, replicas: 1}\ncni: {enabled: false}\ndataPlane: {image: {}}\negress: {enabled: false}\nkumactl: {image: {}}\n',
  ],
  [
    'monitoring/values.yaml',
    'cluster: {name: a}\ndestinations: []\nintegrations: {collector: alloy, alloy: {instances: []}}\nclusterMetrics: {enabled: true}\nalloy-metrics: {enabled: true}\n',
  ],
  [
    'vectors/values.yaml',
    'etcd: {enabled: true, replicaCount: 3}\napi: {enabled: true}\nminio: {enabled: true}\npulsar: {enabled: false}\nstandalone: {}\nqueryNode: {replicas: 2}\n',
  ],
  [
    'grafana/values.yaml',
    'replicas: 1\nservice: {type: ClusterIP}\ningress: {enabled: false}\npersistence: {size: 10Gi}\nsidecar: {}\ndashboards: {}\n',
  ],
  [
    'argo/values.yaml',
    'global: {}\nconfigs: {cm: {}}\ncontroller: {replicas: 1}\nserver: {ingress: {enabled: true}}\nredis: {enabled: true}\n',
  ],
  [
    'cilium-values.yaml',
    'kubeProxyReplacement: true\netcd: {enabled: false}\noperator: {replicas: 1}\nhubble: {enabled: true}\n',
  ],
  [
    'values.yaml',
    'image: {repository: a}\nnodeSelector: {}\ntolerations: []\naffinity: {}\nserviceAccount: {create: true}\nrbac: {create: true}\n',
  ],
  ['values.yaml', 'sync: {secrets: true, interval: 1m}\nimage: {tag: b}\n'],
  ['values.yaml', 'isolation: full\n'],
  ['values.yaml', 'vault: {address: a}\nsyncer: {interval: 1m}\nserver: {image: {}}\nui: {enabled: true}\n'],
  ['values.yaml', 'policies: [restricted]\nexclusions: []\nbackground: true\n'],
  [
    'machine.yaml',
    'version: v1alpha1\nmachine: {type: controlplane}\ncluster: {controlPlane: {endpoint: https://a:6443}, etcd: {}}\n',
  ],
  [
    'kubeadm.yaml',
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: {podSubnet: 10.0.0.0/8}\netcd: {}\n',
  ],
  [
    'cluster.yaml',
    'apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nspec: {topology: {controlPlane: {replicas: 3}}}\n',
  ],
  ['inventory.yaml', 'all: {hosts: {}}\netcd: {hosts: {}}\napi: {hosts: {}}\n'],
  ['Chart.yaml', 'apiVersion: v2\nname: vcluster\nversion: 0.30.0\ndependencies: []\n'],
  ['kustomization.yaml', 'resources: [vcluster.yaml]\nhelmCharts: [{name: vcluster, valuesFile: values.yaml}]\n'],
  ['devspace.yaml', 'version: v2beta1\nname: vcluster\nimages: {}\ndeployments: {vcluster: {helm: {}}}\n'],
  ['openapi.yaml', 'openapi: 3.0.0\ninfo: {title: controlPlane}\npaths: {}\ncomponents: {schemas: {sync: {}}}\n'],
  [
    'app.yaml',
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {source: {chart: grafana, repoURL: https://a, helm: {valuesObject: {controlPlane: {}, sync: {toHost: {}}}}}}\n',
  ],
  [
    'crd.yaml',
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {names: {kind: VCluster}}\n',
  ],
  [
    'claim.yaml',
    'apiVersion: platform.example.org/v1\nkind: VCluster\nspec:\n  helmRelease:\n    values: |\n      sync: {}\n',
  ],
  ['.gitlab-ci.yml', 'stages: [deploy]\ndeploy: {script: [vcluster create a -f values.yaml]}\nsync: {script: []}\n'],
  ['mkdocs.yml', 'site_name: a\nnav: []\nplugins: [search]\n'],
  ['prometheus.yaml', 'global: {scrape_interval: 1m}\nscrape_configs: []\n'],
  ['cm.yaml', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  vcluster.yaml: |\n    controlPlane: {}\n'],
];

/** Files for vcluster, whatever they are named; some of them with mistakes. */
const own: readonly (readonly [path: string, text: string, generation: string])[] = [
  ['vcluster.yaml', '', 'current'],
  ['vcluster.yaml', 'sy', 'current'],
  ['vcluster.yaml', 'contrlPlane:\n  coredns: {}\ntelemtry: {}\n', 'current'],
  ['vcluster.yaml', 'foo: 1\n', 'current'],
  ['values.yaml', 'experimental: {docker: {nodes: [{name: a}]}}\n', 'current'],
  ['values.yaml', 'sleep: {auto: {afterInactivity: 1h}}\n', 'current'],
  ['values-dev.yaml', 'controlPlane: {}\nunknown: {}\nsync: {}\n', 'current'],
  ['dev.yaml', 'sync: {toHost: {ingresses: {enabled: true}}}\ncontrolPlane: {coredns: {embedded: true}}\n', 'current'],
  [
    'values.yaml',
    'vcluster: {image: rancher/k3s:v1.28.4-k3s2}\nsync: {ingresses: {enabled: true}}\nresources: {}\nstorage: {size: 5Gi}\n',
    'legacy',
  ],
  ['values.yaml', 'enableHA: true\nreplicas: 3\n', 'legacy'],
];

suite('Files of others', () => {
  for (const [path, text] of foreign) {
    test(`such as ${path} with ${text.split('\n', 1)[0]} are left alone`, () => {
      assert.equal(recognise(`/work/${path}`, text), undefined);
    });
  }

  for (const [path, text, generation] of own) {
    test(`are told from ${path} with ${JSON.stringify(text.split('\n', 1)[0])}`, () => {
      assert.equal(recognise(`/work/${path}`, text)?.generation, generation);
    });
  }
});
