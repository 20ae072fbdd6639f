/** What VS Code gives the script of a webview to talk to its extension. It can be called once. */
declare function acquireVsCodeApi<State>(): {
  postMessage(message: unknown): void;
  getState(): State | undefined;
  setState(state: State): State;
};
