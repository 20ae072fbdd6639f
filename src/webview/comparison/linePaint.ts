import * as l10n from '@vscode/l10n';
import type { Side } from '../../core/comparison/contract.ts';
import type { AlignedLine, ComparisonDetail } from '../../core/comparison/model.ts';
import { element, icon } from '../element.ts';
import { changeLook } from './words.ts';

/** More of one line than this nobody reads here, and a browser lays it out for seconds. */
const textLimit = 2_000;
const maskMark = '••••••';

/** A value that the user has asked to see, until the next one. */
export interface Revealed {
  readonly side: Side;
  readonly path: string;
  readonly value: string;
}

/** Everything that is known of one line when it is drawn. */
export interface LineFacts {
  readonly index: number;
  readonly line: AlignedLine;
  readonly change: ComparisonDetail['changes'][number] | undefined;
  /** Whether it is the first line of its change, which carries the icon. */
  readonly first: boolean;
  readonly fold: 'open' | 'closed' | undefined;
  readonly revealed: Revealed | undefined;
}

/** One line of both documents. What was rewritten is marked by a colour, an icon and a label. */
export function paintedLine(facts: LineFacts): HTMLElement {
  const { index, line, change, fold } = facts;
  const node = element(
    'div',
    {
      class: ['line', change?.kind ?? '', line.left === line.right ? 'same' : 'differs'].filter(Boolean).join(' '),
      role: 'row',
      id: `line-${index}`,
      'aria-level': line.depth + 1,
      'aria-expanded': fold === undefined ? undefined : String(fold === 'open'),
    },
    cell(facts, 'virtual', line.left),
    mark(facts),
    cell(facts, 'host', line.right),
  );
  node.dataset['index'] = String(index);
  return node;
}

function mark({ change, first, fold }: LineFacts): HTMLElement {
  const twistie = fold === undefined ? undefined : icon(fold === 'open' ? 'chevron-down' : 'chevron-right');
  twistie?.classList.add('fold');
  if (change === undefined) {
    return element('span', { class: 'mark', role: 'gridcell' }, twistie);
  }
  const { label, icon: name } = changeLook(change.kind);
  return element(
    'span',
    { class: 'mark', role: 'gridcell', 'aria-label': first ? `${label}: ${change.reason}` : label },
    first ? icon(name) : undefined,
    twistie,
  );
}

function cell({ line, revealed }: LineFacts, side: Side, text: string | undefined): HTMLElement {
  const shown = revealed?.side === side && revealed.path === line.path ? revealed : undefined;
  const masked = line.masked === true && text?.includes(maskMark) === true;
  const attributes = {
    class: text === undefined ? `text ${side} absent` : `text ${side}`,
    role: 'gridcell',
    // Where both stand in one column, the style sheet writes this before them.
    'data-side': side === 'virtual' ? l10n.t('virtual') : l10n.t('host'),
  };
  return element(
    'span',
    attributes,
    element(
      'span',
      { class: 'code' },
      shown === undefined ? cut(text ?? '') : `${keyOf(text ?? '')}${cut(shown.value)}`,
    ),
    masked ? eye(side, shown !== undefined) : undefined,
  );
}

/** For the mouse; from the keyboard, the pane below the lines offers the same. */
function eye(side: Side, open: boolean): HTMLElement {
  const label = open ? l10n.t('Hide this value') : l10n.t('Reveal this value');
  const made = element('button', { type: 'button', class: 'eye', tabindex: -1, title: label, 'aria-label': label });
  made.dataset['side'] = side;
  made.append(icon(open ? 'eye-closed' : 'eye'));
  return made;
}

function cut(text: string): string {
  return text.length > textLimit
    ? `${text.slice(0, textLimit)}… (${l10n.t('{0} characters, open the document to see all', text.length)})`
    : text;
}

/** What stands before the value of a line. */
function keyOf(text: string): string {
  return /^\s*(?:- )?[^:]*: /u.exec(text)?.[0] ?? '';
}
