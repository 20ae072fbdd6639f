import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ApiServer, type ApiServerFiles } from './apiServer.ts';
import { type ControlPlanePrograms, controlPlanePrograms } from './build.ts';
import type { Progress } from './cacheFolder.ts';
import { startControllerManager } from './controllerManager.ts';
import { Etcd } from './etcd.ts';
import { freePorts } from './freePort.ts';
import { HostApi } from './hostApi.ts';
import { type KubeconfigUserEntry, kubeconfigText, writePrivately } from './kubeconfig.ts';
import { Programs } from './programs.ts';
import { type TokenOptions, TokenReviewServer } from './tokenReview.ts';

export interface ControlPlaneOptions {
  /** Whether kube-controller-manager runs as well; true when left out. */
  readonly controllerManager?: boolean;
  /** Whether the API server answers reads and watches from memory; true when left out. */
  readonly watchCache?: boolean;
  readonly progress?: Progress;
}

interface Parts {
  readonly programs: Programs;
  readonly etcd: Etcd;
  readonly reviews: TokenReviewServer;
  readonly apiServer: ApiServer;
  readonly adminToken: string;
  readonly certificateAuthority: string;
  readonly kubeconfigPath: string;
}

/** A real etcd, kube-apiserver and, if asked for, kube-controller-manager: on 127.0.0.1 and in one temporary folder. */
export class ControlPlane {
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly adminToken: string;
  /** A kubeconfig with every right; its context is `host`. */
  readonly kubeconfigPath: string;
  /** For tests to keep files in; it goes away with the rest. */
  readonly folder: string;
  /** Every right, without the product's code. */
  readonly api: HostApi;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.server = parts.apiServer.url;
    this.certificateAuthority = parts.certificateAuthority;
    this.adminToken = parts.adminToken;
    this.kubeconfigPath = parts.kubeconfigPath;
    this.folder = parts.programs.folder;
    this.api = this.connect(16);
  }

  /** Builds the programs first if they are not there. Resolves when the API server is ready. */
  static async start(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const paths = await controlPlanePrograms(options.progress);
    const programs = await Programs.inTemporaryFolder('vcluster-host-');
    const reviews = await TokenReviewServer.start();
    try {
      return new ControlPlane(await startParts(paths, programs, reviews, options));
    } catch (error) {
      await programs.dispose(true);
      await reviews.close();
      throw error;
    }
  }

  /** Process ids of what runs now. */
  get pids(): readonly number[] {
    return this.#parts.programs.pids;
  }

  /** Another client with every right, with `connections` of its own. The caller closes it. */
  connect(connections: number): HostApi {
    const { server, certificateAuthority, adminToken: token } = this;
    return new HostApi({ server, certificateAuthority, token, connections });
  }

  /** The text of a kubeconfig for `user`; `server` may be that of a proxy. */
  kubeconfig(user: KubeconfigUserEntry, more: { server?: string; context?: string; namespace?: string } = {}): string {
    return kubeconfigText({ server: this.server, certificateAuthority: this.certificateAuthority, user, ...more });
  }

  /** A bearer token for a user who has no rights but those that RBAC objects give. */
  token(user: string, options?: TokenOptions): string {
    return this.#parts.reviews.grant(user, options);
  }

  /** Takes a token back. The API server goes on accepting one that it has seen for up to ten seconds. */
  revoke(token: string): void {
    this.#parts.reviews.revoke(token);
  }

  /** Makes etcd forget the past, and gives the revision from which on it knows. A watch cache forgets with a restart. */
  compact(): Promise<number> {
    return this.#parts.etcd.compact();
  }

  /** Comes back on the same port with the same certificate. */
  startApiServer(): Promise<void> {
    return this.#parts.apiServer.start();
  }

  /** `hard` is a crash: SIGKILL, and connections that end without a word. */
  stopApiServer(hard = false): Promise<void> {
    return this.#parts.apiServer.stop(hard);
  }

  async restartApiServer(hard = false): Promise<void> {
    await this.stopApiServer(hard);
    await this.startApiServer();
  }

  /** Ends every process and removes the folder. */
  async stop(): Promise<void> {
    await this.api.close();
    await this.#parts.programs.dispose();
    await this.#parts.reviews.close();
  }
}

async function startParts(
  paths: ControlPlanePrograms,
  programs: Programs,
  reviews: TokenReviewServer,
  { controllerManager = true, watchCache = true }: ControlPlaneOptions,
): Promise<Parts> {
  const adminToken = randomUUID();
  const files = await writeFiles(programs.folder, adminToken, reviews);
  const etcd = await Etcd.start(paths.etcd, programs);
  const [port = 0] = await freePorts(1);
  const path = paths['kube-apiserver'];
  const apiServer = new ApiServer({ path, programs, port, etcdUrl: etcd.url, adminToken, files, watchCache });
  await apiServer.start();
  const certificateAuthority = await apiServer.certificateAuthority();
  const user = { token: adminToken };
  const text = kubeconfigText({ server: apiServer.url, certificateAuthority, user });
  const kubeconfigPath = await writePrivately(join(programs.folder, 'admin.kubeconfig'), text);
  if (controllerManager) {
    const { serviceAccountKey } = files;
    const path = paths['kube-controller-manager'];
    await startControllerManager({ path, programs, kubeconfig: kubeconfigPath, serviceAccountKey });
  }
  return { programs, etcd, reviews, apiServer, adminToken, certificateAuthority, kubeconfigPath };
}

async function writeFiles(folder: string, adminToken: string, reviews: TokenReviewServer): Promise<ApiServerFiles> {
  const key = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    staticTokens: await writePrivately(join(folder, 'tokens.csv'), `${adminToken},admin,admin,system:masters\n`),
    tokenReview: await writePrivately(join(folder, 'token-review.kubeconfig'), reviews.webhookConfig),
    serviceAccountKey: await writePrivately(join(folder, 'service-account.key'), key.privateKey),
    serviceAccountPublicKey: await writePrivately(join(folder, 'service-account.pub'), key.publicKey),
  };
}
