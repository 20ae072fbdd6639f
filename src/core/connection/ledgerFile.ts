import { readFile } from 'node:fs/promises';
import { asProcessMark, type ProcessMark } from '../kubeconfig/processMark.ts';
import { count, defined, dig, objects, type Raw, text } from '../vcluster/raw.ts';
import type { KubeconfigMode } from './connection.ts';

/** A connection that is open, or was when its process was killed. Holds no secret. */
export interface LedgerEntry {
  /** The id of the vcluster, or any other text that is one of a kind in its window. */
  readonly id: string;
  readonly mode: KubeconfigMode;
  readonly context: string;
  /** The name that its cluster and user have, where the user renamed the context. */
  readonly parts?: string;
  readonly server: string;
  /** The user's kubeconfig files, in order of precedence, or the private one. */
  readonly files: readonly string[];
  /** The context that was current before. */
  readonly previousContext?: string;
  /** Of a port-forward. */
  readonly port?: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** The connections of one window. */
export interface LedgerPage {
  readonly process: ProcessMark;
  readonly entries: readonly LedgerEntry[];
}

/** What a ledger file holds. One that a newer version wrote is foreign, and not ours to judge. */
export type LedgerContent =
  | { readonly kind: 'page'; readonly page: LedgerPage }
  | { readonly kind: 'garbage' | 'foreign' | 'absent' };

const version = 1;
const modes: readonly unknown[] = ['switch', 'merge', 'private'] satisfies readonly KubeconfigMode[];

function isMode(value: unknown): value is KubeconfigMode {
  return modes.includes(value);
}

function entryOf(raw: Raw): LedgerEntry | undefined {
  const { id, context, server, mode, files, startedAt } = raw;
  const paths = Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : [];
  const isWhole = typeof id === 'string' && typeof context === 'string' && typeof server === 'string';
  if (!isWhole || !isMode(mode) || paths.length === 0) {
    return undefined;
  }
  return defined<LedgerEntry>({
    id,
    mode,
    context,
    server,
    files: paths,
    parts: text(raw['parts'], Number.POSITIVE_INFINITY),
    previousContext: text(raw['previousContext'], Number.POSITIVE_INFINITY),
    port: count(raw['port']),
    startedAt: count(startedAt) ?? 0,
  });
}

/** Entries that are not whole are left out. */
function contentOf(value: unknown): LedgerContent {
  const process = asProcessMark(dig(value, 'process'));
  if (process === undefined || dig(value, 'version') !== version) {
    return { kind: typeof dig(value, 'version') === 'number' ? 'foreign' : 'garbage' };
  }
  const entries = objects(dig(value, 'entries')).flatMap((raw) => entryOf(raw) ?? []);
  return { kind: 'page', page: { process, entries } };
}

/** Reads a ledger file. Never rejects. */
export async function readLedgerFile(file: string): Promise<LedgerContent> {
  let json: string;
  try {
    json = await readFile(file, 'utf8');
  } catch {
    return { kind: 'absent' };
  }
  try {
    return contentOf(JSON.parse(json));
  } catch {
    return { kind: 'garbage' };
  }
}

export function ledgerText({ process, entries }: LedgerPage): string {
  return `${JSON.stringify({ version, process, entries }, undefined, 2)}\n`;
}
