import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type PodLogOptions, podContainers, podLog } from '../../../src/core/host/podLog.ts';
import type { RequestOptions } from '../../../src/core/kube/client.ts';
import type { KubeObject } from '../../../src/core/kube/resource.ts';
import { context } from '../explorer/samples.ts';
import { FakeClient } from './fakeCluster.ts';

/** A client whose log comes in these pieces. */
class LogClient extends FakeClient {
  readonly requests: (readonly [path: string, options: RequestOptions | undefined])[] = [];
  readonly #pieces: readonly string[];

  constructor(pieces: readonly string[]) {
    super(context('prod'));
    this.#pieces = pieces;
  }

  override async *stream(path?: string, options?: RequestOptions): AsyncIterable<string> {
    this.requests.push([path ?? '', options]);
    yield* this.#pieces;
  }
}

const options: PodLogOptions = { container: 'syncer', previous: false, follow: false, tailLines: 100 };

async function all(pieces: AsyncIterable<string>): Promise<readonly string[]> {
  const list: string[] = [];
  for await (const piece of pieces) {
    list.push(piece);
  }
  return list;
}

async function read(pieces: readonly string[]): Promise<readonly string[]> {
  const signal = new AbortController().signal;
  return all(podLog(new LogClient(pieces), 'team-a', 'shop-0', options, signal));
}

describe('podLog', () => {
  it('asks for the container, and for nothing that is not wanted', async () => {
    const client = new LogClient([]);
    const { signal } = new AbortController();
    await all(podLog(client, 'team-a', 'shop-0', options, signal));
    await all(podLog(client, 'team-a', 'shop-0', { ...options, previous: true, follow: true }, signal));
    const path = '/api/v1/namespaces/team-a/pods/shop-0/log';
    const query = { container: 'syncer', previous: undefined, follow: undefined, tailLines: 100 };
    assert.deepEqual(client.requests, [
      [path, { query, signal }],
      [path, { query: { ...query, previous: true, follow: true }, signal }],
    ]);
  });

  it('gives what arrives as it arrives, printable', async () => {
    const pieces = await read(['one\r\n', 'two \u001b[31mred\u001b[0m\n', 'x\u0000\u202ey\n']);
    assert.deepEqual(pieces.slice(0, 3), ['one\n', 'two red\n', 'x\ufffd\ufffdy\n']);
  });

  const text = 'a \u001b[1;31mred\u001b[0m b \u001b]8;;http://x\u0007link\u001b]8;;\u001b\\ c \u001b(Bd\n';
  it('takes out terminal sequences wherever they are cut', async () => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      const joined = (await read([text.slice(0, cut), text.slice(cut)])).join('');
      assert.equal(joined, 'a red b link c d\n', `cut at ${cut}`);
    }
    assert.equal((await read([...text])).join(''), 'a red b link c d\n');
  });

  it('holds nothing back for ever', async () => {
    assert.equal((await read(['end \u001b['])).join(''), 'end \ufffd[');
    const [first = ''] = await read([`\u001b]${'x'.repeat(5000)}`]);
    assert.ok(first.length > 4000);
  });
});

describe('podContainers', () => {
  it('gives main containers, then ephemeral ones, then those that initialise, with their restarts', () => {
    const pod: KubeObject = {
      spec: {
        initContainers: [{ name: 'kubernetes' }],
        containers: [{ name: 'syncer' }, { name: 'sidecar' }],
        ephemeralContainers: [{ name: 'debugger' }],
      },
      status: {
        containerStatuses: [{ name: 'syncer', restartCount: 3 }],
        initContainerStatuses: [{ name: 'kubernetes', restartCount: 1 }],
      },
    };
    assert.deepEqual(podContainers(pod), [
      { name: 'syncer', restarts: 3 },
      { name: 'sidecar', restarts: 0 },
      { name: 'debugger', restarts: 0 },
      { name: 'kubernetes', restarts: 1 },
    ]);
  });

  const shapes = [
    {},
    { spec: null, status: null },
    { spec: 'text' },
    { spec: { containers: null } },
    { spec: { containers: 'text' } },
    { spec: { containers: [null, 7, {}, { name: 7 }, { name: '' }] }, status: { containerStatuses: [null] } },
  ];
  for (const shape of shapes) {
    it(`finds none in ${JSON.stringify(shape)}`, () => assert.deepEqual(podContainers(shape), []));
  }

  it('takes no restarts from what is no number', () => {
    const pod = {
      spec: { containers: [{ name: 'a' }] },
      status: { containerStatuses: [{ name: 'a', restartCount: 'x' }] },
    };
    assert.deepEqual(podContainers(pod), [{ name: 'a', restarts: 0 }]);
  });
});
