import * as l10n from '@vscode/l10n';
import type { HostMessage, PageMessage, PanelState } from '../../core/comparison/contract.ts';
import { isPageMessage, isPanelState } from '../../core/comparison/guard.ts';
import type { ComparisonHead } from '../../core/comparison/model.ts';
import { button, registerControls } from '../controls.ts';
import { element, icon } from '../element.ts';
import { App } from './app.ts';

const vscode = globalThis.acquireVsCodeApi<unknown>();

function send(message: HostMessage): void {
  vscode.postMessage(message);
}

function kept(): PanelState | undefined {
  const state = vscode.getState();
  return isPanelState(state) ? state : undefined;
}

function firstState({ vclusterId }: ComparisonHead): PanelState {
  const choices = { search: '', filters: [], parts: [], collapsed: [] };
  const switches = { onlyChanges: false, status: true, managed: false, wrap: true, inside: false };
  // A small panel begins with the list.
  const picture = innerWidth > 560 && innerHeight > 640;
  return { vclusterId, ...choices, ...switches, picture, tab: 'lines', share: 0.38 };
}

/** Builds the page anew from what the extension says. */
function start({ head, rows, texts }: Extract<PageMessage, { type: 'start' }>): App {
  l10n.config({ contents: { ...texts } });
  const before = kept();
  const state = before?.vclusterId === head.vclusterId ? before : firstState(head);
  vscode.setState(state);
  const app = new App(head, state, { send, keep: (one) => vscode.setState(one) });
  document.body.replaceChildren(app.node);
  app.start(rows);
  return app;
}

function failure(message: string): HTMLElement {
  const retry = (): void => send({ type: 'ready', inside: kept()?.inside ?? false });
  return element(
    'main',
    { class: 'failure', role: 'alert' },
    icon('error'),
    element('p', {}, message),
    button({ label: l10n.t('Try Again'), look: 'primary', onPress: retry }),
  );
}

/** What the extension has answered about the chosen object. */
function answer({ detail }: App, message: PageMessage): void {
  switch (message.type) {
    case 'detail':
      detail.show(message.detail);
      break;
    case 'detailFailed':
      detail.fail(message.key, message.message);
      break;
    case 'diagnosis':
      detail.diagnosed(message.diagnosis);
      break;
    case 'diagnosisFailed':
      detail.notDiagnosed(message.key, message.message);
      break;
    case 'revealed':
      detail.revealed(message.place, message.value);
      break;
    case 'revealFailed':
      detail.notRevealed(message.place, message.message);
      break;
    default:
      break;
  }
}

function tell(shown: App, message: PageMessage): void {
  switch (message.type) {
    case 'head':
      shown.headChanged(message.head);
      break;
    case 'rows':
      shown.rowsChanged(message);
      break;
    case 'select':
      shown.goTo(message.key);
      break;
    default:
      answer(shown, message);
  }
}

registerControls();
let app: App | undefined;
addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isPageMessage(data)) {
    return;
  }
  if (data.type === 'start') {
    app = start(data);
  } else if (data.type === 'failed') {
    app = undefined;
    document.body.replaceChildren(failure(data.message));
  } else if (app !== undefined) {
    tell(app, data);
  }
});
addEventListener('keydown', (event) => app?.key(event));
send({ type: 'ready', inside: kept()?.inside ?? false });
