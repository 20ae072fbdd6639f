import * as vscode from 'vscode';
import type { Operation } from '../core/base/operation.ts';

/** Runs a long operation under a notification that says its phase and can cancel it. */
export async function withOperation<T>(title: string, run: (operation: Operation) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await run({ signal: controller.signal, report: (message) => progress.report({ message }) });
    } catch (error) {
      throw token.isCancellationRequested ? new vscode.CancellationError() : error;
    } finally {
      subscription.dispose();
    }
  });
}
