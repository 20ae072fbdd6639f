import { type Log, silentLog } from '../base/log.ts';
import { Agenda, type Clock } from './agenda.ts';
import { Api } from './api.ts';
import type { ControllerParts } from './controllers/controller.ts';
import { DeploymentController } from './controllers/deploymentController.ts';
import { EndpointController } from './controllers/endpointController.ts';
import { EventRecorder } from './controllers/eventRecorder.ts';
import { GarbageCollector } from './controllers/garbageCollector.ts';
import { Kubelet } from './controllers/kubelet.ts';
import { NamespaceController } from './controllers/namespaceController.ts';
import { Provisioner } from './controllers/provisioner.ts';
import { ServiceAccountController } from './controllers/serviceAccountController.ts';
import { StatefulSetController } from './controllers/statefulSetController.ts';
import { type BulkFleet, seedBulk } from './fleet/bulk.ts';
import { company } from './fleet/company.ts';
import { seedBareCluster, seedOrdinaryWorkloads } from './fleet/infrastructure.ts';
import { Seeder } from './fleet/seeder.ts';
import { VClusterSeeder } from './fleet/vclusterSeeder.ts';
import { Life } from './life.ts';
import { seededRandom } from './random.ts';
import { Store } from './store.ts';
import { Authorities } from './virtual/authority.ts';
import { mayBeReady } from './virtual/description.ts';
import { Originals } from './virtual/originals.ts';
import { VirtualClusters } from './virtual/virtualClusters.ts';

/** What a playground starts with: the sample company, nothing but the bare cluster, or so many alike vclusters. */
export type Fleet = 'sample' | 'empty' | BulkFleet;

export interface ClusterOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** Stretches the delays of controllers and of life; 0.01 makes a second 10 ms. */
  readonly pace: number;
  /** Told when controllers fail. */
  readonly log?: Log;
}

const manyNodes = 4;

function seedFleet(fleet: Fleet, seeder: Seeder, vclusters: VClusterSeeder): void {
  seedBareCluster(seeder, fleet === 'empty' ? 1 : manyNodes);
  if (fleet === 'sample') {
    seedOrdinaryWorkloads(seeder);
    for (const recipe of company) {
      vclusters.seed(recipe);
    }
  } else if (fleet !== 'empty') {
    seedBulk(vclusters, fleet);
  }
}

/** A cluster in memory without its HTTP server: store, API, controllers and the fleet that they look after. */
export class Cluster {
  readonly store = new Store();
  readonly api: Api;
  readonly life: Life;
  readonly controllers: readonly object[];
  readonly authorities = new Authorities();
  readonly virtualClusters: VirtualClusters;
  readonly #agenda: Agenda;

  constructor(fleet: Fleet, { clock, seed, pace, log = silentLog }: ClusterOptions) {
    this.api = new Api(this.store, clock);
    this.#agenda = new Agenda(pace, log);
    const parts: ControllerParts = { store: this.store, api: this.api, agenda: this.#agenda, clock };
    const events = new EventRecorder(parts);
    const kubelet = new Kubelet(parts, events, (pod) => mayBeReady(this.api, pod));
    this.controllers = [
      kubelet,
      new GarbageCollector(parts),
      new NamespaceController(parts),
      new StatefulSetController(parts),
      new DeploymentController(parts),
      new Provisioner(parts),
      new EndpointController(parts),
      new ServiceAccountController(parts),
    ];
    const random = seededRandom(seed);
    const seeder = new Seeder(this.api, clock, kubelet, events, random);
    const originals = new Originals();
    const vclusters = new VClusterSeeder(this.api, seeder, { originals, authorities: this.authorities });
    seedFleet(fleet, seeder, vclusters);
    // Numbers of its own, so that looking into a vcluster changes nothing of what happens elsewhere.
    const own = { originals, authorities: this.authorities, random: seededRandom(seed + 1) };
    this.virtualClusters = new VirtualClusters(parts, own);
    this.life = new Life({
      api: this.api,
      agenda: this.#agenda,
      kubelet,
      admit: (vcluster, pod) => this.virtualClusters.admit(vcluster, pod),
      random,
    });
  }

  /** Ends everything that goes on. */
  stop(): void {
    this.life.stop();
    this.#agenda.stop();
  }
}
