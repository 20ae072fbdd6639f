import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningProgram } from './childProcess.ts';
import { HostApi } from './hostApi.ts';
import type { Programs } from './programs.ts';

export interface ApiServerOptions {
  readonly path: string;
  readonly programs: Programs;
  readonly port: number;
  readonly etcdUrl: string;
  readonly adminToken: string;
  readonly files: ApiServerFiles;
  /** Without it every read and watch goes to etcd. */
  readonly watchCache: boolean;
}

export interface ApiServerFiles {
  readonly staticTokens: string;
  readonly tokenReview: string;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
}

/** A kube-apiserver on 127.0.0.1 that makes its own certificate and keeps it over restarts. */
export class ApiServer {
  readonly url: string;
  readonly #options: ApiServerOptions;
  #program: RunningProgram | undefined;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.url = `https://127.0.0.1:${options.port}`;
  }

  /** The certificates that sign for the server, as PEM. There once the server has run. */
  certificateAuthority(): Promise<string> {
    return readFile(join(this.#options.programs.folder, 'certificates', 'apiserver.crt'), 'utf8');
  }

  /** Resolves when the server says that it is ready, its RBAC defaults included. */
  async start(): Promise<void> {
    const { path, programs } = this.#options;
    const program = await programs.start('apiserver', path, apiServerArguments(this.#options));
    this.#program = program;
    let api: HostApi | undefined;
    try {
      await program.ready(async () => {
        api ??= new HostApi({
          server: this.url,
          certificateAuthority: await this.certificateAuthority(),
          token: this.#options.adminToken,
          connections: 1,
        });
        return (await api.call<string>('GET', '/readyz')) === 'ok';
      });
    } finally {
      await api?.close();
    }
  }

  async stop(hard = false): Promise<void> {
    await this.#program?.stop(hard);
    this.#program = undefined;
  }
}

function apiServerArguments({ programs, port, etcdUrl, files, watchCache }: ApiServerOptions): readonly string[] {
  return [
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    `--cert-dir=${join(programs.folder, 'certificates')}`,
    `--etcd-servers=${etcdUrl}`,
    // Compaction happens when a test asks for it, and at no other time.
    '--etcd-compaction-interval=0',
    '--authorization-mode=RBAC',
    `--token-auth-file=${files.staticTokens}`,
    `--authentication-token-webhook-config-file=${files.tokenReview}`,
    '--authentication-token-webhook-version=v1',
    '--authentication-token-webhook-cache-ttl=0s',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    `--service-account-key-file=${files.serviceAccountPublicKey}`,
    '--service-cluster-ip-range=10.96.0.0/12',
    // Pods would need the service account `default`, which only the controller manager makes.
    '--disable-admission-plugins=ServiceAccount',
    '--max-requests-inflight=800',
    '--max-mutating-requests-inflight=400',
    `--watch-cache=${watchCache}`,
    '--profiling=false',
    '--shutdown-delay-duration=0s',
  ];
}
