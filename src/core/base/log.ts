/** Where the rooms write what happened. `src/ui` gives one that writes to a VS Code output channel. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

/** A log that keeps nothing, for pure use of the core. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
