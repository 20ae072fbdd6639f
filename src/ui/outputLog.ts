import type * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';

/** Bearer tokens, JWTs, keys as PEM or as base64 of it, passwords in addresses, and the secrets of a kubeconfig or of values. */
const secrets =
  /((?:bearer|basic)\s+)[\w~+/.=-]{8,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)|LS0tLS1CRUdJTi[\w+/=]+|((?:token|passwd|password|secret|api[-_]?key|client-key-data|client-certificate-data)["']?\s*[:=]\s*["']?)[^\s"',]+|(:\/\/)[^/\s:@]*:[^/\s@]+(?=@)/giu;

/** The text without what must never be written down, should a message have carried it here. */
export function redact(text: string): string {
  return text.replace(
    secrets,
    (_all, bearer?: string, key?: string, scheme?: string) => `${bearer ?? key ?? scheme ?? ''}<redacted>`,
  );
}

function describe(cause: unknown, depth = 0): string {
  if (!(cause instanceof Error)) {
    return cause === undefined ? '' : String(cause);
  }
  const inner = depth < 5 && cause.cause !== undefined ? `\n  caused by ${describe(cause.cause, depth + 1)}` : '';
  return `${cause.stack ?? cause.message}${inner}`;
}

/** The log of the extension in an output channel of VS Code, redacted at the door. */
export class OutputLog implements Log {
  readonly #channel: vscode.LogOutputChannel;

  constructor(channel: vscode.LogOutputChannel) {
    this.#channel = channel;
  }

  debug(message: string): void {
    this.#channel.debug(redact(message));
  }

  info(message: string): void {
    this.#channel.info(redact(message));
  }

  warn(message: string): void {
    this.#channel.warn(redact(message));
  }

  error(message: string, cause?: unknown): void {
    const detail = describe(cause);
    this.#channel.error(redact(detail === '' ? message : `${message}\n${detail}`));
  }

  show(): void {
    this.#channel.show();
  }
}
