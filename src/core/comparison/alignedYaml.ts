import { alignLists } from '../rewrite/mergeKeys.ts';
import type { Change } from '../rewrite/model.ts';
import { pointer } from '../rewrite/pointer.ts';
import { dig, type Raw, text } from '../vcluster/raw.ts';
import { type LineFacts, LineWriter, type Side } from './lineWriter.ts';
import { isMasked, masked } from './masking.ts';
import type { AlignedLine } from './model.ts';
import { byRank, isFilled, isMap, keysOf, partOf, zipLines } from './yamlOrder.ts';
import { yamlKey, yamlScalar } from './yamlScalar.ts';

/** What stands in one place of both documents; undefined where a side has nothing there. */
interface Place {
  readonly left: unknown;
  readonly right: unknown;
  /** Pointers into the virtual object and into that of the host. */
  readonly leftPath: string;
  readonly rightPath: string;
  readonly depth: number;
  readonly change: number | undefined;
  readonly part: LineFacts['part'];
}

const special = /[~/]/u;

/** A pointer one step further; most steps need no escaping. */
function further(path: string, step: string | number): string {
  return typeof step === 'string' && special.test(step) ? pointer(path, step) : `${path}/${step}`;
}

/** Writes one pair of objects. Recursion goes as deep as the objects do, which JSON from an API server limits. */
class Alignment {
  readonly #writer = new LineWriter();
  readonly #kind: string;
  /** Indexes of changes by where they are: on the host, and inside where the host has nothing. */
  readonly #onHost = new Map<string, number>();
  readonly #inside = new Map<string, number>();

  constructor(kind: string, changes: readonly Change[]) {
    this.#kind = kind;
    for (const [index, { path, to }] of changes.entries()) {
      (to === undefined ? this.#inside : this.#onHost).set(path, index);
    }
  }

  run(left: unknown, right: unknown): readonly AlignedLine[] {
    const nowhere = { leftPath: '', rightPath: '', depth: 0, part: undefined };
    const change = this.#changeAt(right === undefined, '', '');
    this.#members({ ...nowhere, left, right, change });
    return this.#writer.lines;
  }

  #changeAt(alone: boolean, leftPath: string, rightPath: string): number | undefined {
    return alone ? this.#inside.get(leftPath) : this.#onHost.get(rightPath);
  }

  #members(place: Place): void {
    for (const key of this.#order(place)) {
      this.#member(place, key);
    }
  }

  #order({ left, right, depth }: Place): readonly string[] {
    const keys = keysOf(left, right).toSorted(byRank);
    return depth > 0 || !keys.includes('status') ? keys : [...keys.filter((key) => key !== 'status'), 'status'];
  }

  #member(parent: Place, key: string): void {
    const [left, right] = [own(parent.left, key), own(parent.right, key)];
    const leftPath = further(parent.leftPath, key);
    const rightPath = further(parent.rightPath, key);
    const place: Place = {
      left,
      right,
      leftPath,
      rightPath,
      depth: parent.depth,
      change: parent.change ?? this.#changeAt(right === undefined, leftPath, rightPath),
      part: parent.part ?? partOf(leftPath, key, left, right),
    };
    this.#value(place, `${yamlKey(key)}:`);
  }

  /** A value with what stands before it on its first line: its key, or nothing for an element of a list. */
  #value(place: Place, before: string): void {
    const { left, right } = place;
    const alike = [left, right].filter((value) => value !== undefined).map(shapeOf);
    if (alike.length === 2 && alike[0] !== alike[1] && alike.some((shape) => shape !== 'scalar')) {
      this.#value({ ...place, right: undefined }, before);
      this.#value({ ...place, left: undefined }, before);
      return;
    }
    if (alike[0] === 'scalar') {
      this.#scalar(place, before);
      return;
    }
    if (before !== '') {
      const text = (value: unknown) => (value === undefined ? undefined : before);
      this.#writer.write(text(left), text(right), factsOf(place));
    }
    if (alike[0] === 'map') {
      this.#members({ ...place, depth: before === '' ? place.depth : place.depth + 1 });
    } else {
      this.#elements({ ...place, depth: before === '' ? place.depth + 1 : place.depth + 2 });
    }
  }

  #scalar(place: Place, before: string): void {
    const { left, right, leftPath, rightPath } = place;
    const isHidden = isMasked(left, leftPath, this.#kind) || isMasked(right, rightPath, this.#kind);
    const facts = { ...factsOf(place), masked: isHidden };
    const text = (value: unknown) => (value === undefined ? undefined : yamlScalar(value));
    const [leftText, rightText] = [text(left), text(right)];
    const first = (lines: readonly string[] | undefined) =>
      lines && (before === '' ? lines[0] : `${before} ${lines[0]}`);
    this.#writer.write(first(leftText), first(rightText), facts);
    if ((leftText?.length ?? 1) > 1 || (rightText?.length ?? 1) > 1) {
      const below = { ...factsOf(place), depth: before === '' ? facts.depth : facts.depth + 1 };
      zipLines(leftText?.slice(1) ?? [], rightText?.slice(1) ?? [], (one, other) =>
        this.#writer.write(one, other, below),
      );
    }
  }

  #elements(place: Place): void {
    const [left, right] = [list(place.left), list(place.right)];
    for (const [leftAt, rightAt] of alignLists(
      place.rightPath.slice(place.rightPath.lastIndexOf('/') + 1),
      left,
      right,
    )) {
      const leftPath = further(place.leftPath, leftAt ?? 0);
      const rightPath = further(place.rightPath, rightAt ?? 0);
      const which: readonly Side[] = [
        ...(leftAt === undefined ? [] : (['left'] as const)),
        ...(rightAt === undefined ? [] : (['right'] as const)),
      ];
      this.#writer.begin(which, place.depth);
      this.#value(
        {
          ...place,
          left: leftAt === undefined ? undefined : (left[leftAt] ?? null),
          right: rightAt === undefined ? undefined : (right[rightAt] ?? null),
          leftPath,
          rightPath,
          change: place.change ?? this.#changeAt(rightAt === undefined, leftPath, rightPath),
        },
        '',
      );
    }
  }
}

function factsOf({ right, leftPath, rightPath, depth, change, part }: Place): LineFacts {
  return { path: right === undefined ? leftPath : rightPath, depth, change, part };
}

function own(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shapeOf(value: unknown): 'map' | 'list' | 'scalar' {
  return !isFilled(value) ? 'scalar' : Array.isArray(value) ? 'list' : 'map';
}

/**
 * Both objects as YAML, aligned line by line: keys in a stable order, elements of lists beside their counterparts by Kubernetes'
 * merge keys. A side that is left out has no text. Secrets are masked, whoever made copies of them.
 */
export function alignedYaml(
  virtual: Raw | undefined,
  host: Raw | undefined,
  changes: readonly Change[],
): readonly AlignedLine[] {
  const kind = text(dig(virtual, 'kind')) ?? text(dig(host, 'kind')) ?? '';
  const shown = (object: Raw | undefined) => object && masked(object, kind);
  return new Alignment(kind, changes).run(shown(virtual), shown(host));
}
