import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { CreateChoices, ServiceMapping } from './choices.ts';
import { isDnsLabel, isServiceName } from './dnsName.ts';
import { type Finding, findingsOf } from './finding.ts';

type Direction = 'fromHost' | 'fromVirtual';

function isFullName(text: string): boolean {
  const [namespace = '', name = '', ...more] = text.split('/');
  return more.length === 0 && isDnsLabel(namespace) && isServiceName(name);
}

function formFindings(direction: Direction, { from, to }: ServiceMapping): readonly Finding[] {
  const finding = findingsOf(direction);
  const fromOk = isFullName(from) || (direction === 'fromHost' && isServiceName(from));
  const toOk = direction === 'fromHost' ? isFullName(to) : isServiceName(to);
  const fromForm =
    direction === 'fromHost'
      ? l10n.t('“{0}” is no Service of the host: write NAMESPACE/NAME, or NAME in its own namespace.', printable(from))
      : l10n.t('“{0}” is no Service of the vcluster: write NAMESPACE/NAME.', printable(from));
  const toForm =
    direction === 'fromHost'
      ? l10n.t('“{0}” is no place in the vcluster: write NAMESPACE/NAME.', printable(to))
      : l10n.t(
          '“{0}” is no name on the host: write NAME alone, it lands in the namespace of the vcluster.',
          printable(to),
        );
  return [
    ...(fromOk ? [] : [finding('error', 'mappingFrom', fromForm)]),
    ...(toOk ? [] : [finding('error', 'mappingTo', toForm)]),
  ];
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** A Service on the host in full, whose namespace is the vcluster's own when it names none. */
function onHost(service: string, namespace: string): string {
  return service.includes('/') ? service : `${namespace}/${service}`;
}

function collisions(direction: Direction, choices: CreateChoices): readonly Finding[] {
  const finding = findingsOf(direction);
  const mappings = choices[direction];
  const full = (text: string): string => (direction === 'fromHost' ? onHost(text, choices.namespace) : text);
  return [
    ...repeated(mappings.map(({ from }) => full(from))).map((from) =>
      finding(
        'error',
        'mappingTwice',
        l10n.t('{0} is mapped twice, and only the last one would hold.', printable(from)),
      ),
    ),
    ...repeated(mappings.map(({ to }) => to)).map((to) =>
      finding(
        'error',
        'mappingCollides',
        l10n.t('Two Services are mapped to {0}. Give one another name.', printable(to)),
      ),
    ),
  ];
}

/** The Services of the vcluster itself: on the host, and inside it. */
function ownServices({ name }: CreateChoices, direction: Direction): readonly string[] {
  return direction === 'fromHost'
    ? ['default/kubernetes', 'kube-system/kube-dns']
    : [name, `${name}-lb`, `${name}-headless`, `${name}-api`, `${name}-etcd`, `${name}-etcd-headless`];
}

function ownFindings(direction: Direction, choices: CreateChoices): readonly Finding[] {
  const own = ownServices(choices, direction);
  const taken = choices[direction].filter(({ to }) => own.includes(to));
  return taken.map(({ to }) =>
    findingsOf(direction)(
      'error',
      'mappingOwn',
      l10n.t('{0} is a Service of the vcluster itself. Choose another name.', to),
    ),
  );
}

/** What goes to the host and straight back in. */
function loops(choices: CreateChoices): readonly Finding[] {
  const goes = new Set(choices.fromVirtual.map(({ to }) => onHost(to, choices.namespace)));
  return choices.fromHost
    .filter(({ from }) => goes.has(onHost(from, choices.namespace)))
    .map(({ from }) =>
      findingsOf('fromHost')(
        'error',
        'mappingLoop',
        l10n.t('{0} comes out of this vcluster and would be mapped back into it.', printable(from)),
      ),
    );
}

function policyFindings({ isolation, fromHost, fromVirtual }: CreateChoices): readonly Finding[] {
  if (!isolation.networkPolicy) {
    return [];
  }
  const out = l10n.t(
    'The network policy keeps pods from private addresses, so that mapped Services of the host do not answer.',
  );
  const into = l10n.t('The network policy may keep pods of the host from the Services that are mapped to it.');
  return [
    ...(fromHost.length > 0 ? [findingsOf('fromHost')('warning', 'policyBlocksMapping', out)] : []),
    ...(fromVirtual.length > 0 ? [findingsOf('fromVirtual')('warning', 'policyBlocksMapping', into)] : []),
  ];
}

/** What is to be said about the Services that are mapped in either direction. */
export function checkMappings(choices: CreateChoices): readonly Finding[] {
  const directions = ['fromHost', 'fromVirtual'] as const;
  return [
    ...directions.flatMap((direction) => [
      ...choices[direction].flatMap((mapping) => formFindings(direction, mapping)),
      ...collisions(direction, choices),
      ...ownFindings(direction, choices),
    ]),
    ...loops(choices),
    ...policyFindings(choices),
  ];
}
