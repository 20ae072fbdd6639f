import * as vscode from 'vscode';
import type { Operation } from '../core/base/operation.ts';
import { OperationError } from '../core/base/operationError.ts';

/** Tells what a cancelled operation has left, where it says more than that it was cancelled. */
function tellCancelled(error: unknown): void {
  if (OperationError.is(error, 'cancelled') && error.message !== vscode.l10n.t('Cancelled.')) {
    void vscode.window.showInformationMessage(error.message);
  }
}

/**
 * Runs a long operation under a notification that says its phase and can cancel it. Throws a CancellationError when it was cancelled,
 * and then the user knows what state things were left in.
 */
export async function withOperation<T>(title: string, run: (operation: Operation) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await run({ signal: controller.signal, report: (message) => progress.report({ message }) });
    } catch (error) {
      if (!token.isCancellationRequested) {
        throw error;
      }
      tellCancelled(error);
      throw new vscode.CancellationError();
    } finally {
      subscription.dispose();
    }
  });
}
