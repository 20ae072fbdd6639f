const fatalSignals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Runs `clean` when this process ends without having been able to wait for anything, a signal included. */
export function onSuddenEnd(clean: () => void): { dispose(): void } {
  const signalled = (signal: NodeJS.Signals): void => {
    process.exit(128 + (fatalSignals[signal as keyof typeof fatalSignals] ?? 0));
  };
  process.once('exit', clean);
  for (const signal of Object.keys(fatalSignals)) {
    process.once(signal, signalled);
  }
  return {
    dispose(): void {
      process.off('exit', clean);
      for (const signal of Object.keys(fatalSignals)) {
        process.off(signal, signalled);
      }
    },
  };
}
