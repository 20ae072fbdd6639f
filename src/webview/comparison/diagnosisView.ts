import * as l10n from '@vscode/l10n';
import type { Diagnosis, TimelineEntry } from '../../core/comparison/model.ts';
import { button, progress } from '../controls.ts';
import { element, icon } from '../element.ts';

const severityIcons = { normal: 'info', warning: 'warning', error: 'error' } as const;

/** What is known of why an object does not run: what matters most first, then conditions, then what happened. */
export class DiagnosisView {
  readonly #onAgain: () => void;
  readonly node = element('div', { class: 'diagnosis', tabindex: 0, role: 'group', 'aria-label': l10n.t('Diagnosis') });

  constructor(onAgain: () => void) {
    this.#onAgain = onAgain;
  }

  wait(): void {
    this.node.replaceChildren(progress(l10n.t('Reading events, conditions and the syncer’s log…')));
  }

  fail(message: string): void {
    this.node.replaceChildren(element('p', { class: 'problem', role: 'alert' }, icon('error'), message), this.#again());
  }

  show({ findings, conditions, timeline }: Diagnosis): void {
    this.node.replaceChildren(
      element('div', { class: 'with-action' }, element('h3', {}, l10n.t('What stands in the way')), this.#again()),
      findings.length === 0
        ? element('p', { class: 'quiet' }, l10n.t('Nothing was found that keeps it from running.'))
        : element('ol', { class: 'findings' }, ...findings.map(finding)),
      ...(conditions.length === 0
        ? []
        : [element('h3', {}, l10n.t('Conditions of the host pod')), conditionTable(conditions)]),
      element('h3', {}, l10n.t('What happened, newest first')),
      timeline.length === 0
        ? element('p', { class: 'quiet' }, l10n.t('No event and no line of the syncer’s log names it.'))
        : element('ol', { class: 'timeline' }, ...timeline.toSorted(newestFirst).map(entry)),
    );
  }

  #again(): HTMLElement {
    return button({ label: l10n.t('Read Again'), icon: 'refresh', look: 'icon', onPress: this.#onAgain });
  }
}

function newestFirst(a: TimelineEntry, b: TimelineEntry): number {
  return (b.time ?? 0) - (a.time ?? 0);
}

function finding({ rule, message, advice }: Diagnosis['findings'][number]): HTMLElement {
  return element(
    'li',
    {},
    icon('warning'),
    element(
      'div',
      {},
      element('strong', {}, message),
      advice === undefined ? undefined : element('p', {}, advice),
      element('code', { class: 'quiet' }, rule),
    ),
  );
}

function conditionTable(conditions: Diagnosis['conditions']): HTMLElement {
  const heads = [l10n.t('Condition'), l10n.t('Status'), l10n.t('Reason')].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  const rows = conditions.map(({ type, status, reason, message }) =>
    element(
      'tr',
      {},
      element('td', {}, type),
      element('td', {}, status),
      element('td', {}, [reason, message].filter(Boolean).join(': ')),
    ),
  );
  return element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows));
}

function sideLabel(side: TimelineEntry['side']): string {
  return side === 'virtual' ? l10n.t('Virtual') : side === 'host' ? l10n.t('Host') : l10n.t('Syncer');
}

/** The time of day, with the date before it where that is not today. */
function timeText(at: Date): string {
  const time = at.toLocaleTimeString([], { hourCycle: 'h23' });
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? time : `${at.toLocaleDateString([], { month: 'short', day: 'numeric' })} ${time}`;
}

function entry({ time, side, severity, title, message, count }: TimelineEntry): HTMLElement {
  const at = time === undefined || Number.isNaN(new Date(time).getTime()) ? undefined : new Date(time);
  const times = count === undefined || count < 2 ? '' : ` ×${count}`;
  return element(
    'li',
    { class: severity },
    icon(severityIcons[severity]),
    element('time', { datetime: at?.toISOString() }, at === undefined ? '' : timeText(at)),
    element('span', { class: 'from' }, sideLabel(side)),
    element('div', {}, element('strong', {}, `${title}${times}`), ' ', message),
  );
}
