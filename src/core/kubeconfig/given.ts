type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The properties that have a value: the others are left out, not set to undefined. */
export function given<T extends object>(properties: T): Given<T> {
  const present = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Given<T>;
}
