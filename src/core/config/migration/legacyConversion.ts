import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { printable } from '../../base/text.ts';
import type { LegacyDistro } from '../../create/choices.ts';
import type { ConfigDocument } from '../document.ts';
import { type ConfigPath, pathText } from '../finding.ts';
import type { NodeView } from '../nodeView.ts';
import { chartDefault } from './chartDefaults.ts';
import { Copier } from './copier.ts';
import { Draft } from './draft.ts';
import { stepsOf, type Target } from './entries.ts';
import { legacyDefaults } from './legacyDefaults.ts';
import { isDefault } from './lookup.ts';
import type { NoteKind, PlacedNote } from './note.ts';
import { type OldKey, OldKeys } from './oldKeys.ts';
import { Origin } from './origin.ts';
import { Remarks } from './remarks.ts';
import { fit, type Shape, wantedText } from './shape.ts';

/** No chart has a default that is nested deeper. */
const deepestDefault = 10;

/** How a value is carried over. */
export interface Carrying {
  /** The first minor that has the target. */
  readonly since?: number;
  /** Does not take the place of what another key says. */
  readonly weak?: boolean;
  /** What to know about it, where it does not mean the same. */
  readonly change?: string;
  /** Written even if it is what the chart does anyway. */
  readonly always?: boolean;
}

/** Old values on their way to a vcluster.yaml: what the rules for the old keys work with. */
export class Conversion {
  readonly draft = new Draft();
  readonly copier: Copier;
  readonly document: ConfigDocument;
  readonly distro: LegacyDistro;
  /** The minor of the version that it becomes. */
  readonly minor: number;
  readonly notes: PlacedNote[] = [];
  readonly keys: OldKeys;
  /** Comments of the old keys around the one that is looked at, for the first value that finds a place. */
  #pending: string[] = [];
  #lastParent: readonly string[] | undefined;
  readonly #origins = new Map<string, Origin>();

  constructor(document: ConfigDocument, view: NodeView, distro: LegacyDistro, minor: number) {
    this.document = document;
    this.keys = new OldKeys(document, view);
    this.distro = distro;
    this.minor = minor;
    this.copier = new Copier(document, view, new Remarks(document));
  }

  /** The distro that it becomes: k3s and k0s are gone from 0.33 and 0.26 on, and eks was k8s from other images. */
  get target(): 'k3s' | 'k0s' | 'k8s' {
    const kept = (this.distro === 'k3s' && this.minor < 33) || (this.distro === 'k0s' && this.minor < 26);
    return kept ? (this.distro as 'k3s' | 'k0s') : 'k8s';
  }

  note(
    { path, keyNode }: Pick<OldKey, 'path' | 'keyNode'>,
    kind: NoteKind,
    message: string,
    target?: ConfigPath,
  ): void {
    const range = this.document.rangeOfNode(keyNode);
    this.notes.push({ path: pathText(path), keys: path, kind, message, range, ...(target && { target }) });
  }

  /** Whether an old value is what the old chart does anyway. */
  isOldDefault({ path, value }: Pick<OldKey, 'path' | 'value'>): boolean {
    if (path.length > deepestDefault) {
      return false;
    }
    const expected = legacyDefaults(this.distro, path.map(String));
    if (expected.length === 0 && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(value).every(([key, inner]) => this.isOldDefault({ path: [...path, key], value: inner }));
    }
    return expected.length === 0 ? isDefault(value, undefined) : expected.some((one) => isDefault(value, one));
  }

  /** Carries a value over as it is. False where it was left out, which is noted then. */
  carry(old: OldKey, target: Target, shape: Shape, carrying: Carrying = {}): boolean {
    const steps = stepsOf(target);
    const same = !carrying.always && this.isOldDefault(old) && isDefault(old.value, chartDefault(steps));
    const empty = this.keys.isMap(old) && this.keys.children(old).length === 0;
    if (same || empty) {
      this.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
      return false;
    }
    const node = this.copier.copy(old.node);
    if (!fit(node, shape)) {
      this.note(old, 'unsupported', wantedText(shape));
      return false;
    }
    if (isMap(node) && (shape === 'map' || shape === 'textMap')) {
      const had = node.items.length;
      this.#prune(node, old, steps);
      if (had > 0 && node.items.length === 0) {
        this.note(old, 'dropped', l10n.t('This is what the chart does anyway.'));
        return false;
      }
    }
    return this.place(old, target, node, carrying);
  }

  /** Puts a value that was made from an old one. */
  set(old: OldKey, target: Target, value: unknown, carrying: Carrying = {}): boolean {
    const plain = typeof value === 'string' ? this.copier.plainText(value) : value;
    return this.place(old, target, this.draft.node(plain), carrying);
  }

  /** Puts a node that comes from an old key. */
  place(old: OldKey, target: Target, node: Node, { since = 20, weak, change }: Carrying = {}): boolean {
    const steps = stepsOf(target);
    if (this.minor < since) {
      this.note(
        old,
        'unsupported',
        l10n.t('{0} is there from {1} on, and this is left out.', pathText(steps), `0.${since}`),
      );
      return false;
    }
    const origin = this.#originOf(old);
    origin.change ??= change;
    const before = this.draft.at(target);
    const losers = before && !isMap(before) && !isSeq(before) && weak !== true ? this.draft.origins.within(before) : [];
    const head = origin.nodes.length === 0 ? this.copier.remarks.headOf(old.keyNode) : undefined;
    const besides = origin.nodes.length === 0 && !node.comment ? this.copier.remarks.besides(old.node) : undefined;
    const put = this.draft.put(steps, node, {
      comments: this.#pending,
      key: this.copier.key(steps.at(-1) ?? '', head, besides),
      weak: weak === true,
      origin,
    });
    if (!put) {
      this.note(old, 'dropped', l10n.t('Another key of this file sets {0} already.', printable(pathText(steps))));
      return false;
    }
    for (const loser of losers) {
      loser.end ??= {
        kind: 'dropped',
        message: l10n.t('{0} sets the same, and is taken.', printable(pathText(old.path))),
      };
    }
    this.#pending = [];
    this.#lastParent = steps.slice(0, -1);
    return true;
  }

  /** Does something with what is in a map or list, whose comments are kept for the first of it that finds a place. */
  within(old: OldKey, look: (children: readonly OldKey[]) => void): void {
    const outer = this.#pending;
    const { comments } = this.copier.remarks.headOf(old.keyNode);
    const besides = old.keyNode && this.copier.remarks.besides(old.keyNode);
    this.#pending = [...outer, ...comments, ...(besides ? [besides] : [])];
    this.#lastParent = undefined;
    const had = this.#pending.length;
    look(this.keys.children(old));
    const tail = this.copier.remarks.tailOf(this.keys.resolve(old));
    const parent = this.#lastParent as readonly string[] | undefined;
    if (parent !== undefined && tail.length > 0) {
      const node = parent.length === 0 ? this.draft.root : this.draft.at(parent);
      if (node && isMap(node)) {
        node.comment = [...(node.comment ? [node.comment] : []), ...tail].join('\n');
      }
    }
    this.#pending = this.#pending.length < had ? [] : outer;
  }

  #originOf(old: OldKey): Origin {
    const text = pathText(old.path);
    const known = this.#origins.get(text) ?? new Origin(old.path, this.document.rangeOfNode(old.keyNode));
    this.#origins.set(text, known);
    return known;
  }

  /** Without the entries that both charts set alike. */
  #prune(map: YAMLMap, old: OldKey, steps: readonly string[]): void {
    map.items = map.items.filter((pair) => {
      const { key, value } = pair as Pair<Scalar, Node>;
      const name = String(key.value);
      const plain = isScalar(value) ? value.value : undefined;
      const legacy = legacyDefaults(this.distro, [...old.path.map(String), name]);
      const same =
        plain !== undefined &&
        plain !== null &&
        legacy.some((one) => isDefault(plain, one)) &&
        isDefault(plain, chartDefault([...steps, name]));
      return !same;
    });
  }
}
