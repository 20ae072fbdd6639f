/** The plural of a kind, as Kubernetes guesses it. */
export function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  return /(s|x|ch|sh)$/u.test(singular) ? `${singular}es` : `${singular.replace(/y$/u, 'ie')}s`;
}

/** The lines below a key at the top of a YAML text, up to the next such key. */
function block(text: string, key: string): readonly string[] {
  const lines = text.split(/\r?\n/u);
  const start = lines.findIndex((line) => new RegExp(`^["']?${key}["']?:\\s*(#.*)?$`, 'u').test(line));
  const rest = start < 0 ? [] : lines.slice(start + 1);
  const end = rest.findIndex((line) => /^[^\s#-]/u.test(line));
  return end < 0 ? rest : rest.slice(0, end);
}

/**
 * The custom resources that the generic sync of versions up to v0.19 exports to the host, as `plural.group`; nothing for what is not such
 * a text. It is YAML of a known shape, of which two keys matter, so that the rules need no parser.
 */
export function exportedKinds(config: unknown): readonly string[] {
  const lines = typeof config === 'string' && config.length < 1_000_000 ? block(config, 'export') : [];
  const indent = lines.map((line) => /^(\s*)-\s/u.exec(line)?.[1]?.length).find((one) => one !== undefined) ?? 0;
  const entries: Record<string, string>[] = [];
  for (const line of lines) {
    const [, before = '', dash, key, value] =
      /^(\s*)(-\s+)?["']?(kind|apiVersion)["']?:\s*["']?([\w./-]+)/u.exec(line) ?? [];
    if (/^\s*-/u.test(line) && line.search(/\S/u) === indent) {
      entries.push({});
    }
    const entry = entries.at(-1);
    if (entry !== undefined && key !== undefined && before.length + (dash?.length ?? 0) === indent + 2) {
      entry[key] = value ?? '';
    }
  }
  return entries.flatMap(({ kind, apiVersion = '' }) =>
    kind === undefined || !apiVersion.includes('/') ? [] : [`${pluralOf(kind)}.${apiVersion.split('/')[0]}`],
  );
}
