export type SortOrder = 'name' | 'age' | 'status';

/** What the user chose about the tree. */
export interface ExplorerOptions {
  /** Part of the name of a vcluster or its namespace; empty for all. */
  readonly filter: string;
  readonly sort: SortOrder;
  /** Also namespaces that hold no vcluster. */
  readonly allNamespaces: boolean;
  /** Names of contexts. */
  readonly pinned: readonly string[];
  readonly hidden: readonly string[];
  /** Names of contexts that are protected: those that are read-only, and those that are unlocked for a while. */
  readonly locked: readonly string[];
  readonly unlocked: readonly string[];
}

export const defaultOptions: ExplorerOptions = {
  filter: '',
  sort: 'name',
  allNamespaces: false,
  pinned: [],
  hidden: [],
  locked: [],
  unlocked: [],
};
