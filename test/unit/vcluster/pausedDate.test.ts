import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pausedSince, secondsSince } from '../../../src/core/vcluster/pausedDate.ts';
import { inZone } from './zone.ts';

const written = '2026-07-01T12:00:00.000Z';
const utc = Date.parse(written);
const hour = 3_600_000;

describe('pausedSince', () => {
  it('reads the local time that the CLI marks as UTC', () => {
    assert.equal(
      inZone('America/New_York', () => pausedSince(written, undefined)),
      utc + 4 * hour,
    );
    assert.equal(
      inZone('UTC', () => pausedSince(written, undefined)),
      utc,
    );
  });

  it('takes it for UTC when it would be before the creation', () => {
    assert.equal(
      inZone('Asia/Tokyo', () => pausedSince(written, utc - hour)),
      utc,
    );
  });

  it('gives nothing for what cannot be', () => {
    assert.equal(pausedSince(written, utc + 100 * hour), undefined);
    assert.deepEqual(
      [undefined, '', 'yesterday', 'Z'].map((date) => pausedSince(date, undefined)),
      Array(4).fill(undefined),
    );
  });
});

describe('secondsSince', () => {
  it('reads seconds since the epoch and nothing else', () => {
    assert.equal(secondsSince('1790000000'), 1_790_000_000_000);
    const others = [undefined, '', '-1', '1.5', '1790000000000', 'now', '0x10'];
    assert.deepEqual(others.map(secondsSince), Array(others.length).fill(undefined));
  });
});
