import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { ConfigReply } from './configService.ts';
import type { ConfigRequests, ConfigTask } from './configTask.ts';
import { tasks } from './tasks.ts';

/** What comes in: one task, with the number that its answer carries. */
interface ConfigOrder<T extends ConfigTask = ConfigTask> {
  readonly id: number;
  readonly task: T;
  readonly request: ConfigRequests[T];
}

function answered<T extends ConfigTask>({ id, task, request }: ConfigOrder<T>): ConfigReply {
  try {
    return { id, answer: tasks[task](request) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

const { translations } = (workerData ?? {}) as { readonly translations?: Readonly<Record<string, string>> };
if (translations !== undefined) {
  l10n.config({ contents: { ...translations } });
}
parentPort?.on('message', (order: ConfigOrder) => parentPort?.postMessage(answered(order)));
