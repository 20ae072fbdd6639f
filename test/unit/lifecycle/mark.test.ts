import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pausedDate } from '../../../src/core/lifecycle/mark.ts';
import { pausedSince } from '../../../src/core/vcluster/pausedDate.ts';
import { inZone } from '../vcluster/zone.ts';
import { captured } from './captured.ts';

describe('pausedDate', () => {
  const summer = Date.parse('2026-07-01T12:00:00.007Z');

  it('is the local time with a Z behind it, as the CLI writes it', () => {
    const at = (zone: string) => inZone(zone, () => pausedDate(summer));
    assert.equal(at('UTC'), '2026-07-01T12:00:00.007Z');
    assert.equal(at('America/New_York'), '2026-07-01T08:00:00.007Z');
    assert.equal(at('Asia/Kolkata'), '2026-07-01T17:30:00.007Z');
    const written = captured('current').paused[0]?.annotations['loft.sh/paused-date'] ?? '';
    assert.equal(written.replace(/\d/gu, '0'), at('UTC').replace(/\d/gu, '0'));
  });

  it('is read back as the same moment', () => {
    for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']) {
      assert.equal(
        inZone(zone, () => pausedSince(pausedDate(summer), 0)),
        summer,
        zone,
      );
    }
  });
});
