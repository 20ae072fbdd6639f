import type { Disposable, Event } from '../base/emitter.ts';
import type { Operation } from '../base/operation.ts';
import type { ComparisonDetail, ComparisonHead, ComparisonRow, Diagnosis, RowChanges } from './model.ts';

/** Which of the two clusters. */
export type ComparedSide = 'virtual' | 'host';

/**
 * A vcluster inside and on its host, side by side and live. It reads while it is held, and lets go when it is disposed of; whoever hides
 * what it shows disposes of it and opens another.
 */
export interface Comparison extends Disposable {
  readonly head: ComparisonHead;
  readonly rows: readonly ComparisonRow[];
  readonly onDidChangeHead: Event<ComparisonHead>;
  /** At most every 50 milliseconds. */
  readonly onDidChangeRows: Event<RowChanges>;
  /** Fires with the key of an object whose detail was asked for, when that would be another now. */
  readonly onDidChangeDetail: Event<string>;
  /**
   * Opens the inside for reading. No context and no kubeconfig is changed, and nothing is resumed.
   * @throws KubeError, OperationError
   */
  openVirtual(operation: Operation): Promise<void>;
  /** @throws OperationError `gone` where the object is on neither side any more; KubeError */
  detail(key: string): Promise<ComparisonDetail>;
  /** One side as YAML, its secrets masked. @throws as `detail` */
  yaml(key: string, side: ComparedSide): Promise<string>;
  /** One masked value in clear; nothing keeps it. @throws as `detail`, OperationError `invalid` for what is not masked */
  reveal(key: string, side: ComparedSide, pointer: string): Promise<string>;
  /** Why an object does not run. What cannot be read is left out and said. @throws as `detail` */
  diagnose(key: string): Promise<Diagnosis>;
}
