import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { age, clockTime } from '../../../src/core/base/time.ts';
import { useUtc } from '../explorer/utc.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('age', () => {
  // What kubectl prints for the same durations (k8s.io/apimachinery, util/duration).
  const cases: readonly (readonly [number, string])[] = [
    [-5 * second, '0s'],
    [0, '0s'],
    [999, '0s'],
    [119 * second, '119s'],
    [2 * minute, '2m'],
    [2 * minute + 5 * second, '2m5s'],
    [10 * minute + 5 * second, '10m'],
    [179 * minute, '179m'],
    [3 * hour, '3h'],
    [3 * hour + 12 * minute, '3h12m'],
    [8 * hour + 12 * minute, '8h'],
    [47 * hour, '47h'],
    [48 * hour, '2d'],
    [2 * day + 3 * hour, '2d3h'],
    [8 * day + 3 * hour, '8d'],
    [400 * day, '400d'],
  ];
  for (const [ms, text] of cases) {
    it(`of ${ms} ms is ${text}`, () => assert.equal(age(ms), text));
  }
});

describe('clockTime', () => {
  useUtc();

  const now = Date.UTC(2026, 4, 20, 12);

  it('is the time of day for what is recent, also around midnight', () => {
    assert.equal(clockTime(now - 17 * minute, now), '11:43');
    assert.equal(clockTime(Date.UTC(2026, 4, 20, 0, 5), now), '00:05');
    assert.equal(clockTime(now + minute, now), '12:01');
  });

  it('has the date for what is not', () => {
    assert.equal(clockTime(now - 3 * day, now), '17 May 2026, 12:00');
    assert.equal(clockTime(0, now), '1 Jan 1970, 00:00');
  });
});
