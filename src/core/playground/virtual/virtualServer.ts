import type { KubeObject } from '../../kube/resource.ts';
import { resources } from '../../kube/resource.ts';
import type { Agenda, Clock } from '../agenda.ts';
import { Tokens } from '../authentication.ts';
import { Authorizer } from '../authorization.ts';
import { Listing } from '../listing.ts';
import type { LogBook } from '../logBook.ts';
import type { PortForwarder } from '../portForward/portForwarder.ts';
import { notFound } from '../refusal.ts';
import { type Parts, ResourceHandler } from '../resourceHandler.ts';
import { Reviewer } from '../review.ts';
import { PlaygroundServer } from '../server.ts';
import { nameOf } from '../tree.ts';
import type { VirtualAuthority } from './authority.ts';
import type { VirtualCluster } from './virtualCluster.ts';

export interface VirtualServerParts {
  readonly cluster: VirtualCluster;
  readonly authority: VirtualAuthority;
  /** What it says its version is, such as `v1.36.0`. */
  readonly kubernetes: string;
  readonly logs: LogBook;
  readonly forwarder: PortForwarder;
  readonly agenda: Agenda;
  readonly clock: Clock;
}

/** The API server of a vcluster, on connections that are handed to it: TLS, its administrator's certificate, and tokens. */
export function makeVirtualServer(parts: VirtualServerParts): PlaygroundServer {
  const { cluster, authority, agenda, clock, kubernetes } = parts;
  const { store, api } = cluster;
  const tokens = new Tokens(store, clock);
  const authorizer = new Authorizer(store);
  // Logs and ports of a pod are those of its copy on the host, as the syncer's kubelet proxy gives them.
  const onHost = (pod: KubeObject): KubeObject => {
    const copy = cluster.hostPod(pod);
    if (!copy) {
      throw notFound(resources.pods, nameOf(pod));
    }
    return copy;
  };
  const logs: Parts['logs'] = { open: (pod, query) => parts.logs.open(onHost(pod), query) };
  const forwarder: Parts['forwarder'] = {
    answer: (pod, query, upgrade) => parts.forwarder.answer(onHost(pod), query, upgrade),
  };
  const reviewer = new Reviewer(tokens, authorizer, clock);
  const listing = new Listing(store, clock);
  return new PlaygroundServer({
    tokens,
    authorizer,
    handler: new ResourceHandler({ store, api, listing, logs, forwarder, reviewer, agenda, clock }),
    clock,
    certificate: authority.server(),
    clientAuthority: authority.cert,
    version: kubernetes,
  });
}
