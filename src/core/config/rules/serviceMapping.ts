import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import { isDnsLabel } from '../../create/dnsName.ts';
import { toRemove, toSet } from './answer.ts';
import { firstIndexes } from './repeats.ts';
import type { Report, Rule } from './rule.ts';
import { isFields, pathOf, type Settings } from './settings.ts';

/** Where a generation has its lists; they have the same form. */
export interface MappingPlaces {
  readonly toHost: string;
  readonly fromHost: string;
  /** Whether a name on the host may have its namespace in front. */
  readonly isNamespaced?: (settings: Settings) => boolean;
}

const current: MappingPlaces = {
  toHost: 'networking.replicateServices.toHost',
  fromHost: 'networking.replicateServices.fromHost',
};

interface Mapping {
  readonly path: readonly (string | number)[];
  readonly from: string;
  readonly to: string;
}

/** The items that are maps with texts, or lack them; those that a template fills in are left out. */
function mappingsAt(settings: Settings, place: string): readonly Mapping[] {
  return settings.items(place).flatMap((item, index) => {
    const fields = isFields(item) ? item : {};
    const [from, to] = [fields['from'] ?? '', fields['to'] ?? ''];
    return typeof from === 'string' && typeof to === 'string' && !`${from}${to}`.includes('{{')
      ? [{ path: pathOf(place, index), from, to }]
      : [];
  });
}

function parts(text: string): number {
  return text === '' ? 0 : text.split('/').length;
}

/** What is to be said of an item that leaves out where it leads from or to. */
function missingFault({ path, from, to }: Mapping): Report | undefined {
  const key = from === '' ? 'from' : 'to';
  return from !== '' && to !== ''
    ? undefined
    : {
        path: [...path, key],
        message: l10n.t('A mapping says from where to where a Service goes: {0} is missing.', key),
      };
}

function hostFault({ path, from, to }: Mapping): Report | undefined {
  if (parts(from) !== 1 && parts(from) !== 2) {
    const message = l10n.t(
      '“{0}” is no Service of the host: write NAMESPACE/NAME, or NAME in its own namespace.',
      printable(from),
    );
    return { path: [...path, 'from'], message };
  }
  return parts(to) === 2
    ? undefined
    : {
        path: [...path, 'to'],
        message: l10n.t('“{0}” is no place in the vcluster: write NAMESPACE/NAME.', printable(to)),
        ...(parts(to) === 1 ? { answers: [{ ...toSet([...path, 'to'], `default/${to}`), cautious: true }] } : {}),
      };
}

function virtualFault({ path, from, to }: Mapping): Report | undefined {
  if (parts(from) !== 2) {
    return {
      path: [...path, 'from'],
      message: l10n.t('“{0}” is no Service of the vcluster: write NAMESPACE/NAME.', printable(from)),
      ...(parts(from) === 1 ? { answers: [{ ...toSet([...path, 'from'], `default/${from}`), cautious: true }] } : {}),
    };
  }
  return parts(to) === 1
    ? undefined
    : {
        path: [...path, 'to'],
        message: l10n.t(
          '“{0}” is no name on the host: write NAME alone, it lands in the namespace of the vcluster.',
          printable(to),
        ),
        ...(parts(to) === 2 ? { answers: [toSet([...path, 'to'], to.split('/')[1] ?? '')] } : {}),
      };
}

/** The same where a namespace of the host may be named, which depends on the release. */
function outFault(settings: Settings, places: MappingPlaces, mapping: Mapping): Report | undefined {
  const isFree = parts(mapping.to) === 2 && places.isNamespaced?.(settings) === true;
  return virtualFault(isFree ? { ...mapping, to: mapping.to.replace(/^[^/]*\//u, '') } : mapping);
}

/** What is to be said about the form of mappings. */
export function checkMappingForm(settings: Settings, places: MappingPlaces): readonly Report[] {
  return [
    ...mappingsAt(settings, places.toHost).map((one) => missingFault(one) ?? outFault(settings, places, one)),
    ...mappingsAt(settings, places.fromHost).map((one) => missingFault(one) ?? hostFault(one)),
  ].filter((report) => report !== undefined);
}

function isSound(name: string): boolean {
  return name.split('/').every(isDnsLabel);
}

/** The Services that vcluster has inside by itself. */
const own: readonly string[] = ['default/kubernetes', 'kube-system/kube-dns'];

function clashes(mappings: readonly Mapping[], toHost: boolean): readonly Report[] {
  const sources = firstIndexes(mappings.map(({ from }) => from));
  const targets = firstIndexes(mappings.map(({ to }) => to));
  const pairs = firstIndexes(mappings.map(({ from, to }) => `${from} ${to}`));
  const isAgain = (first: number | undefined, index: number): boolean => first !== undefined && first < index;
  return mappings.flatMap(({ path, from, to }, index): readonly Report[] => {
    const odd = [from, to].find((one) => !isSound(one));
    if (odd !== undefined) {
      const key = odd === from ? 'from' : 'to';
      return [{ path: [...path, key], message: l10n.t('No Service can be called “{0}”.', printable(odd)) }];
    }
    if (isAgain(pairs.get(`${from} ${to}`), index)) {
      return [{ path, at: 'key', message: l10n.t('This is mapped already.'), answers: [toRemove(path)] }];
    }
    if (isAgain(sources.get(from), index)) {
      const message = l10n.t('{0} is mapped twice, and only the last one holds.', printable(from));
      return [{ path: [...path, 'from'], message }];
    }
    if (isAgain(targets.get(to), index)) {
      const message = l10n.t('Two Services are mapped to {0}. Give one another name.', printable(to));
      return [{ path: [...path, 'to'], message }];
    }
    return !toHost && own.includes(to)
      ? [
          {
            path: [...path, 'to'],
            message: l10n.t('{0} is a Service of the vcluster itself. Choose another name.', to),
          },
        ]
      : [];
  });
}

/** What is to be said about mappings that are accepted and do not do what they say. */
export function checkMappingClash(settings: Settings, places: MappingPlaces): readonly Report[] {
  const out = mappingsAt(settings, places.toHost).filter((one) => outFault(settings, places, one) === undefined);
  const back = mappingsAt(settings, places.fromHost).filter((one) => hostFault(one) === undefined);
  const goes = new Set(out.map(({ to }) => to));
  const loops = back
    .filter(({ from }) => goes.has(from))
    .map(({ path, from }) => ({
      path: [...path, 'from'],
      message: l10n.t('{0} comes out of this vcluster and is mapped back into it.', printable(from)),
    }));
  return [...clashes(out, true), ...clashes(back, false), ...loops];
}

/** Rules about Services that are replicated between the vcluster and its host. */
export const serviceMappingRules: readonly Rule[] = [
  {
    code: 'service-mapping-form',
    severity: 'error',
    explanation: () =>
      l10n.t(
        'networking.replicateServices.toHost leads from NAMESPACE/NAME inside to a NAME alone, in the namespace of the virtual cluster. fromHost leads from NAMESPACE/NAME of the host, or NAME in its own namespace, to NAMESPACE/NAME inside. Other forms pass the schema, but the control plane stops when it starts to replicate.',
      ),
    check: (settings) => checkMappingForm(settings, current),
  },
  {
    code: 'service-mapping-clash',
    severity: 'warning',
    explanation: () =>
      l10n.t(
        'Each Service is mapped once in each direction, to a place of its own. Of two entries with the same source only the last holds; two with the same target overwrite each other all the time; and the Services of the virtual cluster itself should not be replaced.',
      ),
    check: (settings) => checkMappingClash(settings, current),
  },
];
