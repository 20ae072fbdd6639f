/** Runs something in another time zone than this machine's. */
export function inZone<T>(zone: string, act: () => T): T {
  const { TZ: before } = process.env;
  process.env['TZ'] = zone;
  try {
    return act();
  } finally {
    if (before === undefined) {
      delete process.env['TZ'];
    } else {
      process.env['TZ'] = before;
    }
  }
}
