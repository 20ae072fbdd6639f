import { isNode, maxDepth } from './draft.ts';
import { alignLists } from './mergeKeys.ts';
import { Placeholder } from './placeholder.ts';

/** The values that a host object shows for the variables of a prediction. */
export class Binding {
  readonly #votes = new Map<string, Map<string, number>>();
  readonly #values = new Map<string, string>();

  constructor(predicted: unknown, host: unknown) {
    this.#collect(predicted, host, '', 0);
    for (const [variable, votes] of this.#votes) {
      const [first] = [...votes].sort(([, left], [, right]) => right - left);
      if (first !== undefined) {
        this.#values.set(variable, first[0]);
      }
    }
  }

  /** Whether a value of the host is what a placeholder stands for here. */
  accepts(placeholder: Placeholder, actual: unknown): boolean {
    const value = placeholder.valueIn(actual);
    return value !== undefined && value === (this.#values.get(placeholder.variable) ?? value);
  }

  /** A key of a prediction with its variables replaced by what the host shows. */
  key(predicted: string): string {
    return predicted.replace(/<([^>]*)>/gu, (text, variable: string) => this.#values.get(variable) ?? text);
  }

  #collect(predicted: unknown, host: unknown, list: string, depth: number): void {
    if (depth > maxDepth) {
      return;
    }
    if (predicted instanceof Placeholder) {
      const value = predicted.valueIn(host);
      if (value !== undefined) {
        const votes = this.#votes.get(predicted.variable) ?? new Map<string, number>();
        votes.set(value, (votes.get(value) ?? 0) + 1);
        this.#votes.set(predicted.variable, votes);
      }
    } else if (Array.isArray(predicted) && Array.isArray(host)) {
      for (const [left, right] of alignLists(list, predicted, host)) {
        if (left !== undefined && right !== undefined) {
          this.#collect(predicted[left], host[right], '', depth + 1);
        }
      }
    } else if (isNode(predicted) && typeof host === 'object' && host !== null) {
      for (const [key, value] of Object.entries(predicted)) {
        this.#collect(value, (host as Record<string, unknown>)[key], key, depth + 1);
      }
    }
  }
}
