import { CertificateAuthority, type KeyedCertificate } from '../certificate.ts';

/** What a vcluster is trusted and entered with. */
export interface VirtualAuthority {
  /** PEM of the certificate of its authority. */
  readonly cert: string;
  /** The administrator's certificate and key, which its API takes. */
  readonly client: KeyedCertificate;
  /** The certificate of its API server; made at the first call. */
  server(): KeyedCertificate;
}

function makeAuthority(namespace: string, name: string, now: number): VirtualAuthority {
  const authority = new CertificateAuthority(`vcluster-ca ${namespace}/${name}`.slice(0, 64), now);
  const service = [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `*.${namespace}`];
  const inside = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];
  let server: KeyedCertificate | undefined;
  return {
    cert: authority.cert,
    client: authority.client('system:admin', 'system:masters'),
    server: () => {
      server ??= authority.server([...inside, ...service]);
      return server;
    },
  };
}

/** The authorities of all vclusters, each made when it is first asked for, and kept as long as the data of its vcluster. */
export class Authorities {
  readonly #known = new Map<string, VirtualAuthority>();

  of(namespace: string, name: string): VirtualAuthority {
    const key = `${namespace}/${name}`;
    // The machine's own time, since it is TLS on this machine that checks it.
    const found = this.#known.get(key) ?? makeAuthority(namespace, name, Date.now());
    this.#known.set(key, found);
    return found;
  }

  forget(namespace: string, name: string): void {
    this.#known.delete(`${namespace}/${name}`);
  }
}
