const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const itemsKey = 'items';

/**
 * Splits the JSON of a Kubernetes list into the text of each of its items, while it arrives: a list of thousands of large
 * objects is then never in memory as a whole, neither as text nor as objects. Knows strings and brackets and nothing else of JSON;
 * what is wrong beyond that, the parser of the parts finds.
 */
export class ItemSplitter {
  /** What is being put together: an item, or the text around the items. */
  #parts: Uint8Array[] = [];
  #rest = '';
  #depth = 0;
  #inString = false;
  #backslashes = 0;
  /** The last string at the top level, which is the key when a bracket follows it. */
  #key = '';
  #keyParts: Uint8Array[] | undefined;
  #inItems = false;

  /** Takes the next bytes, which may end anywhere, and gives the items that end in them. To be read to its end. */
  *write(chunk: Uint8Array): Generator<string> {
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#string(chunk, at);
        continue;
      }
      const byte = chunk[at];
      at += 1;
      if (byte === quote) {
        this.#inString = true;
        this.#keyParts = this.#depth === 1 ? [] : undefined;
      } else if (byte === openBrace || byte === openBracket) {
        if (this.#depth === 2 && this.#inItems) {
          this.#keep(chunk, start, at - 1);
          this.#rest += this.#text();
          start = at - 1;
        }
        this.#inItems ||= this.#depth === 1 && byte === openBracket && this.#key === itemsKey;
        this.#depth += 1;
      } else if (byte === closeBrace || byte === closeBracket) {
        this.#depth -= 1;
        if (this.#depth === 2 && this.#inItems) {
          this.#keep(chunk, start, at);
          yield this.#text();
          this.#rest += 'null';
          start = at;
        } else if (this.#depth === 1) {
          this.#inItems = false;
          this.#key = '';
        }
      }
    }
    this.#keep(chunk, start, chunk.length);
  }

  /** The text around the items, each of which is `null` there. To be asked for once, at the end. */
  end(): string {
    return this.#rest + this.#text();
  }

  /** Goes to the end of a string, or of the chunk. Gives where that is. */
  #string(chunk: Uint8Array, from: number): number {
    const found = chunk.indexOf(quote, from);
    const end = found < 0 ? chunk.length : found;
    let run = 0;
    while (end - 1 - run >= from && chunk[end - 1 - run] === backslash) {
      run += 1;
    }
    // A run that fills all of what there is goes on from the chunk before.
    this.#backslashes = run === end - from ? this.#backslashes + run : run;
    this.#keyParts?.push(chunk.slice(from, end));
    if (found < 0) {
      return end;
    }
    const escaped = this.#backslashes % 2 === 1;
    this.#backslashes = 0;
    if (!escaped) {
      this.#inString = false;
      this.#key = this.#keyParts === undefined ? this.#key : Buffer.concat(this.#keyParts).toString();
      this.#keyParts = undefined;
    }
    return found + 1;
  }

  #keep(chunk: Uint8Array, start: number, end: number): void {
    if (end > start) {
      this.#parts.push(chunk.subarray(start, end));
    }
  }

  #text(): string {
    const [first] = this.#parts;
    const bytes = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts);
    this.#parts = [];
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  }
}
