import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import type { ToolCommand } from './toolCommand.ts';

export type Shell = 'posix' | 'powershell';

const posixPlain = /^[A-Za-z0-9_./-][A-Za-z0-9_./:=,+-]*$/u;
/** PowerShell splits `-flag.x` at the dot, and reads commas as lists. */
const powershellPlain = /^(?!-[^=]*\.)[A-Za-z0-9_./-][A-Za-z0-9_/:=-]*$/u;

function posixWord(word: string): string {
  return posixPlain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** In single quotes only the quote itself means something, which PowerShell also sees in typographic ones. */
function powershellWord(word: string): string {
  return powershellPlain.test(word) ? word : `'${word.replace(/['‘’‚‛]/gu, '$&$&')}'`;
}

/**
 * A command as one line to paste into a shell, in which every argument arrives as it is.
 * @throws OperationError `invalid` for arguments with control characters, which a terminal would act on
 */
export function shellText({ file, argv }: ToolCommand, shell: Shell = 'posix'): string {
  const words = [file, ...argv];
  if (words.some((word) => /\p{Cc}/u.test(word))) {
    throw new OperationError(
      'invalid',
      l10n.t('The command has control characters in it and cannot be copied. Rename what they are in.'),
    );
  }
  if (shell === 'posix') {
    return words.map(posixWord).join(' ');
  }
  const program = powershellWord(file);
  return [program.startsWith("'") ? `& ${program}` : program, ...argv.map(powershellWord)].join(' ');
}
