import type { Environment } from '../auth/proxy.ts';

/**
 * A run of a program as plain data, so that it can be shown, compared and tested without running it. `parse` reads its standard
 * output; what it throws is taken for output that makes no sense.
 */
export interface Command<T> {
  /** The absolute path of a program. */
  readonly file: string;
  readonly argv: readonly string[];
  /** All variables that the program gets. */
  readonly env: Environment;
  /** Contents by name. They lie in a private folder while it runs; `filePath` is how arguments and variables refer to them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeoutMs: number;
  readonly parse: (output: string) => T;
  /** Texts that must reach neither log nor message. */
  readonly redact?: readonly string[];
  /** Whether standard output stays out of the log: for manifests, which hold Secrets. */
  readonly quiet?: boolean;
}

/**
 * How a command refers to one of its files from its working folder. Relative, since helm splits lists of paths at commas and
 * KUBECONFIG at colons, whatever the temporary folder is called; with a dot in it, since vcluster takes a path of base64 digits
 * for the values themselves.
 */
export function filePath(name: string): string {
  return `../${name}`;
}

/** For commands whose output is for the log alone. */
export function ignoreOutput(): void {}

/** A command as a person would type it, for a preview. Not for a shell to run: quoting is for reading. */
export function commandLine({ file, argv }: Pick<Command<unknown>, 'file' | 'argv'>): string {
  const quoted = (part: string) => (/^[\w@%+=:,./-]+$/u.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`);
  return [file, ...argv].map(quoted).join(' ');
}
