import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { summarize } from '../../../src/core/vcluster/summary.ts';
import { changed, fixture, foldFixture } from './fixture.ts';

describe('summarize', () => {
  it('gives what other extensions see', () => {
    assert.deepEqual(summarize(foldFixture(fixture('current-paused'), { connected: true })), {
      id: 'host/vcluster-pr-0003/pr-0003',
      name: 'pr-0003',
      namespace: 'vcluster-pr-0003',
      context: 'host',
      status: 'paused',
      version: '0.36.1',
      createdAt: '2026-11-22T12:07:20.000Z',
      connected: true,
    });
  });

  it('leaves out what is not known', () => {
    const bare = changed(fixture('current-paused'), {
      'statefulsets|0|metadata|creationTimestamp': 'yesterday',
      'statefulsets|0|metadata|labels|chart': undefined,
      'statefulsets|0|spec|template': undefined,
    });
    assert.deepEqual(Object.keys(summarize(foldFixture(bare))), [
      'id',
      'name',
      'namespace',
      'context',
      'status',
      'connected',
    ]);
  });
});
