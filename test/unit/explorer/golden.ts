import { compareWithGolden } from '../golden.ts';

/** Compares a text with the one in `test/fixtures/explorer`. */
export function assertGolden(name: string, text: string): void {
  compareWithGolden(`explorer/${name}.txt`, text);
}
