import { randomInt } from 'node:crypto';

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;

/** Five random letters, as Kubernetes appends them to a generateName. */
export function randomSuffix(): string {
  return Array.from({ length: suffixLength }, () => suffixLetters[randomInt(suffixLetters.length)]).join('');
}
