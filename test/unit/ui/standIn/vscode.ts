import { Emitter } from '../../../../src/core/base/emitter.ts';
import { desk, type Question, type Reply } from './desk.ts';

// Of VS Code's API, what commands ask and tell through, for tests in plain Node. Names and shapes are VS Code's.

export class CancellationError extends Error {}

export class Disposable {
  readonly #dispose: () => void;

  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }

  static from(...all: readonly { dispose(): void }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) {
        one.dispose();
      }
    });
  }

  dispose(): void {
    this.#dispose();
  }
}

export class EventEmitter<T> extends Emitter<T> {}

export class ThemeIcon {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export const ProgressLocation = { Notification: 15 } as const;
export const QuickInputButtons = { Back: {} } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 } as const;

export const l10n = {
  t: (text: string, ...given: readonly string[]): string =>
    text.replace(/\{(\d+)\}/gu, (_, index: string) => given[Number(index)] ?? ''),
};

interface Row {
  readonly label: string;
  readonly kind?: number;
}

function message(kind: Question['kind']) {
  return async (text: string, ...rest: readonly (string | { readonly detail?: string })[]): Promise<Reply> => {
    const detail = rest.map((one) => (typeof one === 'string' ? '' : (one.detail ?? ''))).join('');
    return desk.ask({ kind, text, choices: rest.filter((one) => typeof one === 'string'), detail });
  };
}

/** A quick pick that is filled and shown by its owner. */
class QuickPick<T extends Row> {
  readonly #accepted = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  readonly #triggered = new Emitter<unknown>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidTriggerButton = this.#triggered.event;
  title = '';
  placeholder = '';
  items: readonly T[] = [];
  selectedItems: readonly T[] = [];

  show(): void {
    const choices = this.items.map(({ label }) => label);
    const reply = desk.ask({ kind: 'pick', text: this.title, choices, detail: this.placeholder });
    queueMicrotask(() => {
      if (reply === undefined) {
        this.#hidden.fire();
        return;
      }
      const wanted = typeof reply === 'string' ? [reply] : reply;
      this.selectedItems = this.items.filter(({ label }) => wanted.includes(label));
      this.#accepted.fire();
    });
  }

  dispose(): void {
    this.#accepted.dispose();
    this.#hidden.dispose();
  }
}

interface InputOptions {
  readonly title?: string;
  readonly prompt?: string;
  readonly validateInput?: (text: string) => unknown;
}

interface ProgressToken {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: Emitter<void>['event'];
}

type Task<T> = (progress: { report(step: { message?: string }): void }, token: ProgressToken) => Promise<T>;

export const window = {
  showErrorMessage: message('error'),
  showWarningMessage: message('warning'),
  showInformationMessage: message('information'),
  showQuickPick: async <T extends Row>(
    items: readonly T[] | Promise<readonly T[]>,
    { title = '' }: { readonly title?: string },
  ): Promise<T | undefined> => {
    const rows = (await items).filter(({ kind }) => kind !== QuickPickItemKind.Separator);
    const reply = desk.ask({ kind: 'pick', text: title, choices: rows.map(({ label }) => label), detail: '' });
    return rows.find(({ label }) => label === reply);
  },
  /** A text that is refused is not taken, and then the input is closed. */
  showInputBox: async ({ title = '', prompt = '', validateInput }: InputOptions): Promise<Reply> => {
    const reply = desk.ask({ kind: 'input', text: title, choices: [], detail: prompt });
    const refused = typeof reply === 'string' && validateInput?.(reply) !== undefined;
    return refused ? undefined : reply;
  },
  createQuickPick: <T extends Row>(): QuickPick<T> => new QuickPick<T>(),
  withProgress: async <T>({ title = '' }: { readonly title?: string }, task: Task<T>): Promise<T> => {
    const cancelled = new Emitter<void>();
    const token = { isCancellationRequested: false, onCancellationRequested: cancelled.event };
    const say = (text: string): void => {
      desk.phases.push(text);
      if (desk.cancelAt?.test(text)) {
        token.isCancellationRequested = true;
        cancelled.fire();
      }
    };
    const done = task({ report: ({ message: phase = '' }) => say(phase) }, token);
    say(title);
    return done;
  },
};

export const commands = {
  registerCommand: (id: string, act: (...given: readonly unknown[]) => unknown): Disposable => {
    desk.commands.set(id, act);
    return new Disposable(() => desk.commands.delete(id));
  },
  executeCommand: async (id: string, ...given: readonly unknown[]): Promise<unknown> => {
    desk.executed.push({ id, given });
    return desk.commands.get(id)?.(...given);
  },
};

export const workspace = {
  get isTrusted(): boolean {
    return desk.isTrusted;
  },
};

export const env = {
  clipboard: {
    writeText: async (text: string): Promise<void> => {
      desk.clipboard = text;
    },
  },
};
