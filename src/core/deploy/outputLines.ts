import { StringDecoder } from 'node:string_decoder';

/** The longest line that is kept whole; a longer one comes in pieces. */
const maxLine = 64 * 1024;

/** Cuts a stream of bytes into lines; `end` gives the last one, which may lack a line break. */
export class OutputLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #take: (line: string) => void;
  #rest = '';

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    const lines = `${this.#rest}${this.#decoder.write(chunk)}`.split(/\r?\n|\r/u);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#give(line);
    }
    if (this.#rest.length > maxLine) {
      this.end();
    }
  }

  end(): void {
    const rest = this.#rest;
    this.#rest = '';
    this.#give(rest);
  }

  #give(line: string): void {
    if (line.trim() !== '') {
      this.#take(line);
    }
  }
}
