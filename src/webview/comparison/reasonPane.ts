import * as l10n from '@vscode/l10n';
import type { Side } from '../../core/comparison/contract.ts';
import type { AlignedLine, ComparisonDetail } from '../../core/comparison/model.ts';
import { button } from '../controls.ts';
import { element, icon } from '../element.ts';
import { changeLook } from './words.ts';

const valueLimit = 4_000;

/** What the pane can be asked for. */
export interface ReasonEvents {
  readonly onReveal: (side: Side) => void;
  readonly onClose: () => void;
}

/** Why the chosen line is as it is. */
export class ReasonPane {
  readonly node = element('section', {
    class: 'reason',
    'aria-label': l10n.t('Why this line is as it is'),
    'aria-live': 'polite',
    tabindex: 0,
    hidden: true,
  });
  readonly #events: ReasonEvents;

  constructor(events: ReasonEvents) {
    this.#events = events;
  }

  hide(): void {
    this.node.hidden = true;
    this.node.replaceChildren();
  }

  show(line: AlignedLine, change: ComparisonDetail['changes'][number] | undefined): void {
    const close = button({ label: l10n.t('Close'), icon: 'close', look: 'icon', onPress: this.#events.onClose });
    this.node.replaceChildren(
      element('div', { class: 'reason-head' }, ...this.#head(change), close),
      ...this.#facts(line, change),
      ...(line.masked === true ? [this.#eyes(line)] : []),
    );
    this.node.hidden = false;
  }

  #head(change: ComparisonDetail['changes'][number] | undefined): readonly Node[] {
    if (change === undefined) {
      return [icon('check'), element('strong', {}, l10n.t('The same on both sides'))];
    }
    const { label, icon: name } = changeLook(change.kind);
    return [element('span', { class: `glyph ${change.kind}` }, icon(name)), element('strong', {}, label)];
  }

  #facts(line: AlignedLine, change: ComparisonDetail['changes'][number] | undefined): readonly Node[] {
    const facts = element('dl', {});
    const add = (name: string, value: Node | string): void => {
      facts.append(element('dt', {}, name), element('dd', {}, value));
    };
    if (change === undefined) {
      add(l10n.t('Field'), element('code', {}, line.path));
      return [facts];
    }
    add(l10n.t('Field'), element('code', {}, change.path));
    if (change.rule !== undefined) {
      add(l10n.t('Rule'), element('code', {}, change.rule));
    }
    add(l10n.t('Virtual'), element('pre', {}, valueText(change.from)));
    add(l10n.t('Host'), element('pre', {}, valueText(change.to)));
    return [element('p', {}, change.reason), ...docs(change.link), facts];
  }

  #eyes(line: AlignedLine): HTMLElement {
    const eye = (side: Side, label: string): HTMLElement =>
      button({ label, icon: 'eye', look: 'secondary', onPress: () => this.#events.onReveal(side) });
    return element(
      'div',
      { class: 'eyes' },
      line.left === undefined ? undefined : eye('virtual', l10n.t('Reveal the virtual value')),
      line.right === undefined ? undefined : eye('host', l10n.t('Reveal the host value')),
    );
  }
}

/** A link to the documentation. Anything but https, which no rule has, is not offered. */
function docs(link: string | undefined): readonly Node[] {
  return link?.startsWith('https://') === true
    ? [element('a', { href: link, title: link }, l10n.t('vcluster documentation'))]
    : [];
}

function valueText(value: unknown): string {
  const text =
    value === undefined ? l10n.t('(nothing)') : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.length > valueLimit ? `${text.slice(0, valueLimit)}…` : text;
}
