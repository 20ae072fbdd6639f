import * as l10n from '@vscode/l10n';

const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['k', 'M', 'G', 'T', 'P', 'E'];
const form = /^(\d+(?:\.\d*)?|\.\d+)(?:([KMGTPE]i)|([kMGTPE])|[eE]([+-]?\d{1,2}))?$/u;

/** The bytes of a Kubernetes quantity such as `5Gi`, `10G` or `1e9`; undefined for what is none that a volume may have. */
export function quantityBytes(value: unknown): number | undefined {
  const [, digits, two, ten, exponent] = form.exec(typeof value === 'string' ? value : '') ?? [];
  if (digits === undefined) {
    return undefined;
  }
  const factor = two
    ? 1024 ** (binary.indexOf(two) + 1)
    : ten
      ? 1000 ** (decimal.indexOf(ten) + 1)
      : 10 ** Number(exponent ?? 0);
  const bytes = Number(digits) * factor;
  return Number.isFinite(bytes) ? bytes : undefined;
}

/** Bytes as people say them, in units of 1024: `185 GiB`, `1.5 TiB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const index = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** index;
  return l10n.t(
    '{0} {1}',
    value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1),
    units[index] ?? '',
  );
}
