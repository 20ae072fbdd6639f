import { printable } from '../base/text.ts';
import type { LinkEnd } from './linkOptions.ts';

const maxBytes = 4096;

/** What the kubelet says on the error stream of a connection; nothing when all goes well. */
export class Complaint {
  #text = '';

  add(payload: Buffer): void {
    this.#text += this.#text.length < maxBytes ? payload.toString() : '';
  }

  get made(): boolean {
    return this.#text !== '';
  }

  /** How a connection ends that was refused with it. */
  get refusal(): LinkEnd {
    return { kind: 'refused', why: printable(this.#text) };
  }
}
