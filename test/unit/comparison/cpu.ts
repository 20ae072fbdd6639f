/**
 * The time on the processor that something takes at best, in milliseconds. Unlike that on the clock it hardly depends on what else the
 * machine does.
 */
export function cpuMs(act: () => void, rounds = 5): number {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}
