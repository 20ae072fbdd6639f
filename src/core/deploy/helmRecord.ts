import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeObject } from '../kube/resource.ts';
import { count, defined, dig, type Raw, text } from '../vcluster/raw.ts';
import { formatValues } from './valuesYaml.ts';

const unpack = promisify(gunzip);
/** A Secret holds 1 MiB at most; what unpacks to more than this is no release but an attack. */
const maxBytes = 64 * 2 ** 20;

/** One revision of a helm release. */
export interface HelmRecord {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** `deployed`, `failed`, `superseded`, `pending-install`, `pending-upgrade`, `pending-rollback`, `uninstalling` … */
  readonly status: string;
  readonly chart: { readonly name: string; readonly version: string };
  /** What the user gave, without the chart's defaults: YAML with its keys in order. */
  readonly values: string;
  /** RFC 3339. */
  readonly deployedAt?: string;
  /** helm's sentence about it, such as `Upgrade complete`. */
  readonly description?: string;
  /** The objects that it made: YAML documents. */
  readonly manifest: string;
}

function broken(secret: KubeObject, why: string, cause?: unknown): OperationError {
  return new OperationError(
    'invalid',
    l10n.t(
      'The release Secret {0} cannot be read ({1}). Look at it with helm.',
      printable(secret.metadata?.name ?? ''),
      why,
    ),
    cause,
  );
}

async function decode(secret: KubeObject): Promise<unknown> {
  const data = dig(secret, 'data', 'release');
  if (typeof data !== 'string' || data === '') {
    throw broken(secret, l10n.t('it is empty'));
  }
  // Kubernetes' own base64, then helm's.
  const inner = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64');
  const packed = inner[0] === 0x1f && inner[1] === 0x8b;
  try {
    const bytes = packed ? await unpack(inner, { maxOutputLength: maxBytes }) : inner;
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const large = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    // A JSON error quotes its text, which may be secret.
    throw broken(secret, large ? l10n.t('it is too large') : l10n.t('it is damaged'));
  }
}

/**
 * Reads a Secret of helm 3 (`sh.helm.release.v1.NAME.vREVISION`): base64, base64 again, gzip, JSON.
 * @throws OperationError `invalid` for one that is empty, damaged, too large or of another release
 */
export async function readHelmRecord(secret: KubeObject): Promise<HelmRecord> {
  const release = await decode(secret);
  const name = text(dig(release, 'name'));
  const namespace = text(dig(release, 'namespace'));
  const metadata = dig(release, 'chart', 'metadata');
  const chart = { name: text(dig(metadata, 'name')), version: text(dig(metadata, 'version')) };
  const config = dig(release, 'config') ?? {};
  if (name === undefined || namespace !== secret.metadata?.namespace || typeof config !== 'object') {
    throw broken(secret, l10n.t('it is not a release of this namespace'));
  }
  return defined<HelmRecord>({
    name,
    namespace: namespace ?? '',
    revision: count(dig(release, 'version')) ?? 0,
    status: text(dig(release, 'info', 'status'), 100) ?? 'unknown',
    chart: { name: chart.name ?? '', version: (chart.version ?? '').replace(/^v(?=\d)/u, '') },
    values: formatValues(config as Raw),
    deployedAt: text(dig(release, 'info', 'last_deployed'), 100),
    description: text(dig(release, 'info', 'description')),
    manifest: text(dig(release, 'manifest'), maxBytes) ?? '',
  });
}
