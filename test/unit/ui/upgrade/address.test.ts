import '../standIn/hook.ts';
import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import type { Engine } from '../../../../src/core/engine.ts';
import type { VCluster } from '../../../../src/core/vcluster/model.ts';
import { desk } from '../standIn/desk.ts';

describe('the address of a vcluster that was exposed', () => {
  let offerAddress: typeof import('../../../../src/ui/upgrade/address.ts').offerAddress;
  const vcluster = { id: 'p/n/shop', name: 'shop' } as VCluster;

  before(async () => {
    ({ offerAddress } = await import('../../../../src/ui/upgrade/address.ts'));
  });

  beforeEach(() => desk.reset());

  /** An engine that finds these, one wait after the other. */
  function engineWith(...found: readonly (string | undefined)[]): Engine {
    const left = [...found];
    return { changes: { addressOf: async () => left.shift() } } as unknown as Engine;
  }

  it('is waited for as often as the user likes, and copied', async () => {
    desk.plan(/has no address yet/u, 'Wait Again');
    desk.plan(/has no address yet/u, 'Wait Again');
    desk.plan(/is reached at/u, 'Copy Address');
    await offerAddress(engineWith(undefined, undefined, 'https://10.0.0.1'), vcluster, 'LoadBalancer');
    assert.equal(desk.clipboard, 'https://10.0.0.1');
    assert.equal(desk.phases.filter((one) => one === 'Waiting for the address of shop').length, 3);
  });

  it('is left alone when that is all, and never copied unasked', async () => {
    await offerAddress(engineWith(undefined, 'https://10.0.0.1'), vcluster, 'LoadBalancer');
    await offerAddress(engineWith('https://10.0.0.1'), vcluster, 'LoadBalancer');
    assert.deepEqual([desk.asked.length, desk.clipboard], [2, '']);
  });

  it('is not waited for any longer when the user gives up', async () => {
    desk.cancelAt = /^Waiting for the address/u;
    const waiting = {
      changes: {
        addressOf: (_id: string, _kind: string, signal: AbortSignal) =>
          new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined))),
      },
    };
    await assert.rejects(offerAddress(waiting as unknown as Engine, vcluster, 'LoadBalancer'));
    assert.deepEqual(desk.asked, []);
  });
});
