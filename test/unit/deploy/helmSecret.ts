import { gzipSync } from 'node:zlib';
import type { KubeObject } from '../../../src/core/kube/resource.ts';

export interface HelmRevision {
  readonly name?: string;
  readonly namespace?: string;
  readonly revision?: number;
  readonly status?: string;
  readonly chart?: string;
  readonly version?: string;
  readonly config?: unknown;
}

function base64(bytes: string | Buffer): string {
  return Buffer.from(bytes).toString('base64');
}

/** A release Secret around any bytes. */
export function secretOf(bytes: Buffer, more: HelmRevision = {}): KubeObject {
  const { name = 'web', namespace = 'team-web', revision = 1, status = 'deployed' } = more;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { name, owner: 'helm', status, version: String(revision), modifiedAt: '1763810000' },
    },
    type: 'helm.sh/release.v1',
    data: { release: base64(base64(bytes)) },
  };
}

/** A revision as helm 3 writes it. */
export function helmSecret(more: HelmRevision = {}): KubeObject {
  const { name = 'web', namespace = 'team-web', revision = 1, status = 'deployed' } = more;
  const release = {
    name,
    namespace,
    version: revision,
    info: { status, last_deployed: '2026-01-02T03:04:05.678Z', description: 'Install complete' },
    chart: { metadata: { name: more.chart ?? 'vcluster', version: more.version ?? '0.36.1' }, values: { huge: true } },
    config: more.config ?? null,
    manifest: '---\nkind: Service\n',
  };
  return secretOf(gzipSync(JSON.stringify(release)), more);
}
