import { compareWithGolden } from '../golden.ts';

/** Compares a text with the one in `test/fixtures/create`. */
export function assertGolden(name: string, text: string): void {
  compareWithGolden(`create/${name}.txt`, text);
}
