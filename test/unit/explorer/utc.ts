import { after, before } from 'mocha';

/** Runs the suite in UTC, so that times of day are the same everywhere. */
export function useUtc(): void {
  let zone: string | undefined;
  before(() => {
    zone = process.env['TZ'];
    process.env['TZ'] = 'UTC';
  });
  after(() => {
    if (zone === undefined) {
      delete process.env['TZ'];
    } else {
      process.env['TZ'] = zone;
    }
  });
}
