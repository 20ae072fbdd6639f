import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';

/** What the tools put before a message: a time of day, a level, or the word. */
const prefix = /^(?:\[?\d{2}:\d{2}:\d{2}\]?\s+)?(?:(?:\[(?:fatal|error)\]|fatal|error)\b:?\s*)*/iu;
const telling = /\b(?:error|fatal|fail(?:ed|ure)?|cannot|can't|couldn't|unable|refused|denied|forbidden|not found)\b/iu;
const noise = /^(?:exit status \d+|usage:|use ".*--help"|run '.*--help'|-{3,}|#{3,})/iu;

/** The line of a tool's output that says why it failed: the last one that speaks of it, else the last. Empty for no output. */
export function lastMeaningfulLine(lines: readonly string[]): string {
  const candidates = lines.map((line) => line.trim()).filter((line) => line !== '' && !noise.test(line));
  const found = candidates.findLast((line) => telling.test(line)) ?? candidates.at(-1) ?? '';
  return printable(found.replace(prefix, '') || found, 600);
}

/** A program by the name that people know it by. */
export function toolName(file: string): string {
  return printable(basename(file.replaceAll('\\', '/')).replace(/\.exe$/iu, ''), 60);
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Why a program could not be started. */
export function startFailure(file: string, error: unknown): OperationError {
  const name = toolName(file);
  return codeOf(error) === 'ENOENT'
    ? new OperationError(
        'toolMissing',
        l10n.t('{0} was not found at {1}. Install it, or correct its path in the settings.', name, printable(file)),
        error,
      )
    : new OperationError(
        'toolUnfit',
        l10n.t('{0} at {1} cannot be run. Check that it is a program for this computer.', name, printable(file)),
        error,
      );
}

export function exitFailure(file: string, code: number | string, lines: readonly string[]): OperationError {
  const said = lastMeaningfulLine(lines);
  const name = toolName(file);
  return new OperationError(
    'toolFailed',
    said === ''
      ? l10n.t('{0} failed without saying why (exit code {1}). The log has its output.', name, code)
      : l10n.t('{0} failed: {1}', name, said),
  );
}

export function timeFailure(file: string, timeoutMs: number, lines: readonly string[]): OperationError {
  const name = toolName(file);
  const seconds = Math.ceil(timeoutMs / 1000);
  const said = lastMeaningfulLine(lines);
  return new OperationError(
    'toolTimeout',
    said === ''
      ? l10n.t(
          '{0} did not end within {1} seconds and was stopped. Check the connection to the cluster, then try again.',
          name,
          seconds,
        )
      : l10n.t('{0} did not end within {1} seconds and was stopped. Its last words: {2}', name, seconds, said),
  );
}

export function overflowFailure(file: string, bytes: number): OperationError {
  return new OperationError(
    'toolFailed',
    l10n.t(
      '{0} wrote more than {1} MiB and was stopped. Check that it is the right program.',
      toolName(file),
      Math.round(bytes / 2 ** 20),
    ),
  );
}

export function outputFailure(file: string, cause: unknown): OperationError {
  return new OperationError(
    'toolFailed',
    l10n.t('{0} answered with something that cannot be read. The log has its output.', toolName(file)),
    cause,
  );
}

export function cancelled(): OperationError {
  return new OperationError('cancelled', l10n.t('Cancelled.'));
}
