import { pathOf, type Settings, said } from './settings.ts';

const place = 'syncer.extraArgs';

/** One flag of the syncer, with the item of the list that has it. */
export interface Flag {
  readonly name: string;
  readonly value: string;
  readonly index: number;
}

/** The flags of syncer.extraArgs, as `--name=value`, `--name value` or `--name`, which is true. */
export function flagsOf(settings: Settings): readonly Flag[] {
  const items = settings.items(place).map((item) => said(item) ?? '');
  return items.flatMap((item, index) => {
    const [, name, value] = /^--([\w-]+)(?:=(.*))?$/su.exec(item) ?? [];
    const next = items[index + 1] ?? '';
    return name === undefined
      ? []
      : [{ name, value: value ?? (next === '' || next.startsWith('--') ? 'true' : next), index }];
  });
}

/** Whether a flag is given, and not as false. */
export function flagOn(settings: Settings, name: string): boolean {
  return flagsOf(settings).some((flag) => flag.name === name && flag.value !== 'false');
}

/** The words of `--sync`, such as `ingresses` or `-pods`. */
export function syncWords(settings: Settings): readonly string[] {
  return flagsOf(settings)
    .filter(({ name }) => name === 'sync')
    .flatMap(({ value }) => value.split(','))
    .map((word) => word.trim());
}

/** Whether a kind is synced, by its key or by a flag. */
export function syncs(settings: Settings, word: string): boolean {
  return settings.on(pathOf('sync', word, 'enabled')) || syncWords(settings).includes(word);
}
