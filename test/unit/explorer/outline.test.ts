import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { decisiveRights } from '../../../src/core/access/denial.ts';
import { rightKey } from '../../../src/core/access/grants.ts';
import { nodeId } from '../../../src/core/explorer/nodeId.ts';
import { childrenOf } from '../../../src/core/explorer/outline.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { fleet } from './fleet.ts';
import { assertGolden } from './golden.ts';
import { render } from './render.ts';
import {
  context,
  error,
  host,
  inside,
  item,
  kubeconfig,
  live,
  loading,
  now,
  pod,
  prod,
  stale,
  state,
  synced,
  vcluster,
} from './samples.ts';
import { useUtc } from './utc.ts';

const shopId = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });
const unreachable = error(
  'unreachable',
  'prod.example.com:6443 refused the connection. Check that the cluster runs and that the VPN is up.',
);
const forbidden = error(
  'forbidden',
  'Not allowed to list statefulsets.apps in the whole cluster. Ask an administrator for the permission, or name namespaces in the settings.',
  { status: 403, permission: { verb: 'list', group: 'apps', resource: 'statefulsets' } },
);

describe('outline', () => {
  useUtc();

  describe('access', () => {
    const denied = new Map(decisiveRights.map((right) => [rightKey(right), false]));
    const some = new Map([...denied].map(([key]) => [key, !/^(patch|create) /u.test(key)]));

    it('marks what the user surely may not do, by namespace, and nothing that nobody has asked about', () => {
      const grants = {
        cluster: denied,
        namespaces: new Map([
          ['legacy', denied],
          ['shop-prod', some],
        ]),
      };
      const view = host(fleet.filter(({ namespace }) => ['legacy', 'shop-prod', 'ci'].includes(namespace)));
      const connected = fleet.find(({ name }) => name === 'old-k3s')?.id ?? '';
      assertGolden('access', render(prod(view, { access: { prod: grants }, virtual: { [connected]: inside({}) } })));
    });

    it('marks a host on which no namespace that can be seen allows to create', () => {
      const grants = {
        cluster: denied,
        namespaces: new Map([
          ['team-a', denied],
          ['team-b', denied],
        ]),
      };
      const narrowedTo = (...namespaces: readonly string[]) =>
        prod(host([], { narrowedTo: namespaces }), { access: { prod: grants } });
      assertGolden('access-narrowed', render(narrowedTo('team-a', 'team-b')));
      assert.deepEqual(childrenOf(narrowedTo('team-a', 'team-c'), undefined)[0]?.flags, ['current', 'unpinned']);
    });
  });

  describe('contexts', () => {
    it('shows nothing without a kubeconfig', () => {
      const files = [{ path: '/home/ada/.kube/config', exists: false }];
      assertGolden('no-kubeconfig', render(state({ kubeconfig: { files, contexts: [] } })));
    });

    it('says which kubeconfig file is broken, and goes on with the others', () => {
      const problem = error('kubeconfig', '/home/ada/.kube/work: line 7 is not YAML. The last good content is in use.');
      const files = [
        { path: '/home/ada/.kube/work', exists: true, problem },
        { path: '/home/ada/.kube/config', exists: true },
      ];
      assertGolden('broken-kubeconfig', render(state({ kubeconfig: { files, contexts: [context('prod')] } })));
    });

    it('puts the current one first, then the pinned ones, then the others in natural order', () => {
      const contexts = [
        context('stage-10'),
        context('stage-2'),
        context('prod'),
        context('kind-lab'),
        context('minikube', {
          cluster: { name: 'm', server: 'https://ada:hunter2@192.168.49.2:8443/k8s?a=@', skipTlsVerify: true },
        }),
        context('secret-lab'),
        context('arn:aws:eks:eu-central-1:1234:cluster/prod_eu'),
        context('half', { problem: error('kubeconfig', 'The context names no cluster.') }),
        context('vcluster_shop_team-a_prod'),
        context('vcluster_gone_team-a_prod'),
        context('vcluster_shop_team-a_arn:aws:eks:eu-central-1:1234:cluster/prod_eu'),
        context('vcluster_far_team-b_elsewhere'),
        context('vcluster_inner_default_vcluster_shop_team-a_prod'),
        context('vcluster_notes'),
      ];
      assertGolden(
        'contexts',
        render(
          state({
            kubeconfig: kubeconfig(contexts, 'minikube'),
            options: { pinned: ['kind-lab', 'not-there'], hidden: ['secret-lab'] },
            hosts: { prod: host([vcluster('shop')]) },
          }),
          { tooltips: true },
        ),
      );
    });

    it('marks those that are protected', () => {
      const contexts = [context('prod'), context('prod-eu'), context('lab')];
      const options = { locked: ['prod-eu'], unlocked: ['prod'] };
      const text = render(state({ kubeconfig: kubeconfig(contexts, 'lab'), options, hosts: {} }));
      assertGolden('protected', text);
    });

    it('marks the host of the vcluster that the current context leads into', () => {
      const contexts = [context('stage'), context('prod'), context('vcluster_shop_team-a_prod')];
      assertGolden(
        'current-through-vcluster',
        render(
          state({
            kubeconfig: kubeconfig(contexts, 'vcluster_shop_team-a_prod'),
            hosts: { prod: host([vcluster('shop', { connected: true })]) },
          }),
        ),
      );
    });
  });

  describe('a host', () => {
    it('loads before it says anything', () => {
      assertGolden('loading', render(prod(host([], { freshness: loading, complete: false }))));
    });

    it('shows every phase of both generations', () => {
      assertGolden('fleet', render(prod(host(fleet)), { tooltips: true }));
    });

    it('says that there are none', () => {
      assertGolden('empty', render(prod(host([]))));
    });

    it('says that it polls, and why', () => {
      const why = error('forbidden', 'Not allowed to watch statefulsets.apps in the whole cluster.');
      const freshness = { state: 'polling', since: now - 5000, everyMs: 30_000, why } as const;
      assertGolden('polling', render(prod(host([vcluster('shop')], { freshness })), { tooltips: true }));
    });

    it('keeps what it knew while nothing newer can be had', () => {
      assertGolden(
        'stale-with-data',
        render(prod(host([vcluster('shop')], { freshness: stale(unreachable) })), { tooltips: true }),
      );
    });

    it('keeps what it knew while it loads again', () => {
      assertGolden('loading-with-data', render(prod(host([vcluster('shop')], { freshness: loading }))));
    });

    it('names what keeps the data away, with the way out', () => {
      const errors = [
        unreachable,
        error('tls', 'The certificate of prod.example.com:6443 is signed by an authority that is not trusted.'),
        error('timeout', 'prod.example.com:6443 did not answer within 30 s.'),
        error('unauthorized', 'prod.example.com:6443 does not accept the credentials. Sign in again.', { status: 401 }),
        forbidden,
        error('notFound', 'Not found: the server could not find the requested resource.'),
        error('conflict', 'It was changed by someone else in the meantime.'),
        error('expired', 'The API server no longer holds this version.'),
        error('throttled', 'prod.example.com:6443 is busy and asks to wait: too many requests', { retryAfterMs: 3000 }),
        error('invalid', 'prod.example.com:6443 refused the request: field label not supported'),
        error('server', 'prod.example.com:6443 failed to answer (500): etcdserver: leader changed. Try again later.'),
        error('notKubernetes', 'prod.example.com:6443 does not answer as a Kubernetes API server does (HTML).'),
        error('credentials', 'The client certificate /home/ada/.certs/ada.crt cannot be read.'),
        error('plugin', 'The sign-in helper “gke-gcloud-auth-plugin” is not installed.', {
          installHint: 'Install it from https://example.com/plugin',
        }),
        error('plugin', 'The sign-in helper “aws” ended with exit code 255.'),
        error('kubeconfig', 'The cluster "prod" has no server.'),
        error('cancelled', 'It was cancelled.'),
      ];
      const rendered = errors.map((why) => {
        const view = host([], { freshness: stale(why, 1), complete: false });
        return `--- ${why.kind}\n${render(prod(view))}`;
      });
      assertGolden('stale-without-data', rendered.join('\n'));
    });

    it('says where it looks when it may not look everywhere', () => {
      const view = host([vcluster('shop')], { narrowedTo: ['team-a', 'team-a-ci'] });
      const none = host([], { narrowedTo: ['team-a', 'team-a-ci'] });
      assertGolden('narrowed', `${render(prod(view))}\n--- nothing there\n${render(prod(none))}`);
    });

    it('shows other namespaces on request, or why it cannot', () => {
      const names = ['team-b', 'team-a', 'kube-system', 'team-10', 'team-9'];
      const options = { allNamespaces: true };
      const cases = {
        'all there': host([vcluster('shop')], { namespaces: names }),
        'on their way': host([vcluster('shop')]),
        forbidden: host([vcluster('shop')], {
          namespacesProblem: error('forbidden', 'Not allowed to list namespaces in the whole cluster.'),
        }),
        'no vclusters': host([], { namespaces: names }),
      };
      const rendered = Object.entries(cases).map(([name, view]) => `--- ${name}\n${render(prod(view, { options }))}`);
      assertGolden('all-namespaces', rendered.join('\n'));
    });
  });

  describe('filter and order', () => {
    const contexts = kubeconfig([context('prod'), context('vcluster_gone_team-a_prod')], 'prod');
    const hosts = { prod: host(fleet, { namespaces: ['ci', 'empty'] }) };
    const filtered = (filter: string) =>
      render(state({ kubeconfig: contexts, hosts, options: { filter, allNamespaces: true } }));

    it('keeps what matches by name or namespace, whatever the case', () => {
      assertGolden('filter', `${filtered('CI')}\n--- by name\n${filtered(' my-v ')}\n--- orphan\n${filtered('gone')}`);
    });

    it('says that nothing matches', () => {
      assertGolden('filter-without-matches', filtered('no-such-\u202ename'));
    });

    for (const sort of ['name', 'age', 'status'] as const) {
      it(`sorts by ${sort}`, () => {
        const text = render(prod(host(fleet), { options: { sort } }));
        const nodes = text.split('\n').filter((line) => /\{(namespace|vcluster)\b/u.test(line));
        assertGolden(`sort-by-${sort}`, `${nodes.join('\n')}\n`);
      });
    }
  });

  describe('a vcluster', () => {
    const view = host([vcluster('shop')]);
    const dns = pod('coredns-7bdf-abcde-x-kube-system-x-shop', { role: 'coredns', containers: ['coredns'] });
    const pods = [
      item('web-0', 'default', 'shop', {
        status: 'Running',
        ready: '1/1',
        phase: 'running',
        createdAt: now - 7_200_000,
      }),
      item('web-1', 'default', 'shop', { status: 'CrashLoopBackOff', ready: '0/1', phase: 'failing' }),
      item('migrate-x9', 'default', 'shop', { status: 'Completed', ready: '0/1' }),
      item('coredns-7bdf-abcde', 'kube-system', 'shop', { status: 'Running', ready: '1/1', phase: 'running' }),
    ];
    const rendered = (view_: ReturnType<typeof synced>, tooltips = false) =>
      render(prod(view, { synced: { [shopId]: view_ } }), { tooltips });

    it('has a control plane with its CoreDNS, and synced resources by kind and virtual namespace', () => {
      const kinds = synced(
        {
          pods,
          services: [item('web', 'default', 'shop'), item('kube-dns', 'kube-system', 'shop')],
          networkpolicies: [item('deny', 'default', 'shop')],
          ingresses: [item('web', 'default', 'shop')],
          endpoints: [item('web', 'default', 'shop')],
          configmaps: [item('settings', 'default', 'shop')],
          priorityclasses: [
            { key: 'vcluster-high-x-team-a-x-shop', hostName: 'vcluster-high-x-team-a-x-shop', virtualName: 'high' },
          ],
        },
        [dns],
      );
      assertGolden('synced', rendered(kinds, true));
    });

    it('says that nothing is synced', () => {
      assertGolden('synced-nothing', rendered(synced({})));
    });

    it('shows what arrived first while the rest is loading', () => {
      const kinds = synced({ pods, services: { count: undefined, freshness: loading } });
      assertGolden('synced-loading', rendered(kinds));
    });

    it('names the kinds that cannot be listed', () => {
      const why = error('forbidden', 'Not allowed to list persistentvolumes in the whole cluster.');
      const kinds = synced({
        pods,
        persistentvolumes: { count: undefined, freshness: stale(why) },
        ingresses: { count: undefined, freshness: stale(error('notFound', 'Not found: ingresses.')) },
      });
      assertGolden('synced-forbidden', rendered(kinds));
    });

    it('says of a kind that its data is old', () => {
      const kind = synced({ pods }).kinds[0];
      const kinds = synced({ pods: { ...kind, freshness: stale(unreachable) } });
      assertGolden('synced-stale', rendered(kinds));
    });

    it('shows what was known last after nobody looked for a while', () => {
      const kind = synced({ pods }).kinds[0];
      const kinds = synced({ pods: { ...kind, freshness: { state: 'idle' } } });
      assertGolden('synced-idle', rendered(kinds));
    });

    it('shows objects whose virtual names nothing tells', () => {
      const copies = [
        { key: 'team-a/copy', hostNamespace: 'team-a', hostName: 'copy' },
        { key: 'team-a/copy-2', hostNamespace: 'team-a', hostName: 'copy-2', virtualNamespace: 'default' },
      ];
      assertGolden('synced-unknown-names', rendered(synced({ secrets: copies }), true));
    });

    it('does not mistake unreadable pods for absent ones', () => {
      const dark = fleet.find(({ name }) => name === 'dark');
      const paused = fleet.find(({ name }) => name === 'old-k3s');
      assertGolden('control-plane-without-pods', render(prod(host([dark, paused].flatMap((one) => one ?? [])))));
    });
  });

  describe('hostile text', () => {
    const hostile = {
      ansi: '\u001b[31mred\u001b[0m \u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007',
      controls: 'bell\u0007 null\u0000 line\nbreak\ttab\r',
      direction: 'abc\u202egnp.exe\u202c\u2066x\u2069 \u200bzero\u200d\ufeffwidth \u{e0041}tag soft\u00adhyphen',
      markup: '<img src=x onerror=alert(1)> **bold** [a](command:vcluster.fix) &lt;',
      icon: '$(trash) $(sync~spin)',
      half: 'half \ud83d emoji',
      path: '../../etc/passwd%2f..?#:',
    };

    it('is shown, but does nothing', () => {
      // What comes from a cluster has no halves of characters any more: they are replaced when it is read.
      const said = Object.values(hostile).map((text) => text.toWellFormed());
      const vclusters = said.map((text) =>
        vcluster(text, {
          context: 'prod',
          namespace: `ns ${text}`,
          version: text,
          status: { phase: 'failing', reason: text, message: text, by: text },
          pods: [pod(text, { reason: text, phase: 'failing', message: text })],
        }),
      );
      const contexts = [
        ...Object.values(hostile).map((name) => context(name, { problem: error('kubeconfig', `bad ${name}`) })),
        context(`vcluster_${hostile.markup}_ns_prod`),
        context('prod', { namespace: hostile.direction }),
      ];
      const first = vclusters[0];
      const view = synced({
        pods: said.map((text) => item(text, `in ${text}`, 'x', { status: text })),
      });
      assertGolden(
        'hostile',
        render(
          state({
            kubeconfig: kubeconfig(contexts, 'prod'),
            hosts: {
              prod: host(vclusters, {
                freshness: stale(error('server', `it said ${hostile.ansi}${hostile.direction}`)),
              }),
            },
            synced: first === undefined ? {} : { [first.id]: view },
          }),
          { tooltips: true },
        ),
      );
    });

    it('is cut when it is very long, but never within a character', () => {
      const long = '😀x'.repeat(4000);
      const text = render(
        state({
          kubeconfig: kubeconfig([context(long), context('prod')], 'prod'),
          hosts: { prod: host([vcluster(long, { status: { phase: 'failing', reason: long, message: long } })]) },
        }),
        { tooltips: true },
      );
      assert.ok(text.includes('…'));
      const longest = Math.max(...text.split('\n').map((line) => line.length));
      assert.ok(longest < 2000, `a line of ${longest} characters`);
    });
  });

  it('gives no children to ids of what is not there', () => {
    const known = prod(host([vcluster('shop')], { freshness: live }));
    const ids = [
      nodeId('context', 'gone'),
      nodeId('namespace', 'prod', 'gone'),
      nodeId('vcluster', 'prod', 'team-a', 'gone'),
      nodeId('synced', 'gone', 'team-a', 'shop'),
      nodeId('synced-kind', 'prod', 'team-a', 'shop', 'pods'),
      nodeId('synced-namespace', 'prod', 'team-a', 'shop', 'pods', 'default'),
      nodeId('pod', 'prod', 'team-a', 'shop', 'team-a', 'shop-0'),
      'context:%',
      'vcluster',
      '',
    ];
    assert.deepEqual(
      ids.filter((id) => childrenOf(known, id).length > 0),
      [],
    );
  });
});
