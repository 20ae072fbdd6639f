import { flagTable } from '../../../../schemas/flags.ts';

/** What the value of a flag is; see schemas/flags.ts. */
export type FlagType = 'text' | 'list' | 'number' | 'switch';

/** A flag of the syncer of charts up to 0.19. */
export interface SyncerFlag {
  readonly name: string;
  readonly type: FlagType;
  /** The first minor version that has it. */
  readonly since: number;
}

function flagOf(line: string): SyncerFlag {
  const [, name, type, since] = /^([a-z\d-]+): (text|list|number|switch)(?: @(\d+))?$/u.exec(line) ?? [];
  if (name === undefined) {
    throw new Error(`The table has a line that cannot be read: ${line}`);
  }
  return { name, type: type as FlagType, since: Number(since ?? 0) };
}

const flags: ReadonlyMap<string, SyncerFlag> = new Map(
  flagTable
    .trim()
    .split('\n')
    .map(flagOf)
    .map((flag) => [flag.name, flag]),
);

/** A flag by its name without dashes; undefined for what the syncer of this minor version stops at. */
export function syncerFlag(name: string, minor: number): SyncerFlag | undefined {
  const flag = flags.get(name);
  return flag !== undefined && flag.since <= minor ? flag : undefined;
}

/** The names of all flags of a minor version. */
export function syncerFlagNames(minor: number): readonly string[] {
  return [...flags.values()].filter(({ since }) => since <= minor).map(({ name }) => name);
}

/** What a switch is set to, by the words that Go takes for it: true where nothing is said, undefined for anything else. */
export function switchValue(text: string): boolean | undefined {
  if (/^(?:1|t|T|TRUE|true|True|)$/u.test(text)) {
    return true;
  }
  return /^(?:0|f|F|FALSE|false|False)$/u.test(text) ? false : undefined;
}
