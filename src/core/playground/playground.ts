import { type Log, silentLog } from '../base/log.ts';
import { resources } from '../kube/resource.ts';
import { Agenda, type Clock, systemClock } from './agenda.ts';
import type { Api } from './api.ts';
import { Tokens } from './authentication.ts';
import { Authorizer } from './authorization.ts';
import { makeCertificate } from './certificate.ts';
import { Cluster, type Fleet } from './cluster.ts';
import type { Faults } from './fault.ts';
import { Installer } from './installer.ts';
import { writeKubeconfig } from './kubeconfigFile.ts';
import type { Life } from './life.ts';
import { Listing } from './listing.ts';
import { LogBook } from './logBook.ts';
import { PortForwarder } from './portForward/portForwarder.ts';
import { Ports } from './portForward/ports.ts';
import type { RequestLog } from './requestLog.ts';
import { ResourceHandler } from './resourceHandler.ts';
import { Reviewer } from './review.ts';
import { PlaygroundServer } from './server.ts';
import type { Store } from './store.ts';
import { VirtualPorts } from './virtual/virtualPorts.ts';
import { say } from './voice.ts';

export interface PlaygroundOptions {
  /** Where its kubeconfig is written; made if need be. */
  readonly folder: string;
  /** For names, places and what happens; the same seed gives the same. */
  readonly seed?: number;
  /** Slow change by itself: off, on, or a step every so many milliseconds. */
  readonly live?: boolean | { readonly everyMs: number };
  readonly fleet?: Fleet;
  /** A free one is taken when it is left out. */
  readonly port?: number;
  /** TLS with a certificate of its own. kubectl sends no token without it; tests of other clients may do without. */
  readonly tls?: boolean;
  /** Stretches the delays of controllers and of life; 1 is real time. */
  readonly pace?: number;
  readonly clock?: Clock;
  /** Told what fails inside: controllers, and handlers of ports. */
  readonly log?: Log;
}

/** A running playground. */
export interface Playground {
  readonly server: PlaygroundServer;
  readonly kubeconfigPath: string;
  readonly context: string;
  /** The administrator's token. */
  readonly token: string;
  /** PEM of the certificate of the server, when it serves TLS. */
  readonly certificate: string | undefined;
  /** The rules of the API without HTTP, for tests. */
  readonly api: Api;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly logs: LogBook;
  /** What listens on the ports of pods, to be reached by `pods/portforward`. */
  readonly ports: Ports;
  readonly life: Life;
  /** What helm does for other clusters: installs, upgrades and uninstalls vclusters. */
  readonly installer: Installer;
  /** Closes every connection, ends every timer and removes what was written. */
  stop(): Promise<void>;
}

export const playgroundContext = 'vcluster-playground';
const lifeEveryMs = 4000;

/** Starts a host cluster in memory on 127.0.0.1, with a kubeconfig of its own. Rejects when the port or the folder cannot be had. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const {
    folder,
    seed = 1,
    live = false,
    fleet = 'sample',
    port = 0,
    tls = true,
    pace = 1,
    clock = systemClock,
    log = silentLog,
  } = options;
  const cluster = new Cluster(fleet, { clock, seed, pace, log });
  const { store, api, life } = cluster;
  const agenda = new Agenda(1, log);
  const tokens = new Tokens(store, clock);
  const authorizer = new Authorizer(store);
  const logs = new LogBook(agenda, clock, say);
  const ports = new Ports(log);
  const forwarder = new PortForwarder(store, ports, agenda);
  const { virtualClusters: clusters, authorities } = cluster;
  const virtual = new VirtualPorts({ store, clusters, authorities, ports, logs, forwarder, agenda, clock });
  virtual.follow(api.list(resources.pods));
  const reviewer = new Reviewer(tokens, authorizer, clock);
  const handler = new ResourceHandler({
    store,
    api,
    listing: new Listing(store, clock),
    logs,
    forwarder,
    reviewer,
    agenda,
    clock,
  });
  const certificate = tls ? makeCertificate(Date.now()) : undefined;
  const installer = new Installer(api, clock);
  const secure = certificate ? { certificate } : {};
  const server = new PlaygroundServer({ tokens, authorizer, handler, clock, installer, ...secure });
  const end = async () => {
    cluster.stop();
    forwarder.stop();
    agenda.stop();
    await virtual.close();
    await server.close();
  };
  try {
    await server.listen(port);
    const token = tokens.issue({ user: 'playground-admin', groups: ['system:masters'] });
    const trust = certificate ? { certificate: certificate.cert } : {};
    const file = await writeKubeconfig(folder, { context: playgroundContext, server: server.url, token, ...trust });
    if (live !== false) {
      life.start(live === true ? lifeEveryMs : live.everyMs);
    }
    const stop = async () => {
      await end();
      await file.remove();
    };
    const own = {
      server,
      kubeconfigPath: file.path,
      context: playgroundContext,
      token,
      certificate: certificate?.cert,
    };
    const { faults, requests } = server;
    return { ...own, api, store, tokens, faults, requests, logs, ports, life, installer, stop };
  } catch (error) {
    await end();
    throw error;
  }
}
