import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { before, describe, it } from 'mocha';
import { KubeError } from '../../src/core/kube/error.ts';
import { addContext } from '../../src/core/kubeconfig/contextEntry.ts';
import { parseKubeconfig } from '../../src/core/kubeconfig/parser.ts';
import { useFolder } from '../unit/kubeconfig/folder.ts';
import { killWriters } from '../unit/kubeconfig/killing.ts';
import { kubectlProgram } from './host/build.ts';

const run = promisify(execFile);
const writers = 500;
const lock = { timeoutMs: 300_000 };

interface Span {
  readonly from: number;
  readonly to: number;
}

describe('the kubeconfig of the user', () => {
  const folder = useFolder();
  const config = () => path.join(folder(), 'config');
  let kubectl = '';

  before(async function () {
    this.timeout(20 * 60_000);
    kubectl = await kubectlProgram();
  });

  /** Sets a context with kubectl, which gives up at once where another holds the lock; gives when the run took place that did. */
  async function setContext(name: string): Promise<Span> {
    for (;;) {
      const from = performance.now();
      try {
        await run(kubectl, ['config', `--kubeconfig=${config()}`, 'set-context', name, '--cluster=c']);
        return { from, to: performance.now() };
      } catch (error) {
        assert.match(String(error), /\.lock: file exists/);
        await sleep(20);
      }
    }
  }

  it(`loses nothing where ${writers} of ours and kubectl write at the same time, but what kubectl itself deletes`, async () => {
    await writeFile(config(), 'apiVersion: v1\nkind: Config\n');
    let busy = true;
    const spans: Span[] = [];
    const others = (async () => {
      while (busy) {
        spans.push(await setContext(`kubectl-${spans.length}`));
        await sleep(400);
      }
    })();
    const written = new Map<string, number>();
    const ours = Array.from({ length: writers }, async (_, index) => {
      const name = `ours-${index}`;
      const entry = { name, server: `https://${name}:1`, user: { token: name } };
      assert.equal((await addContext([config()], entry, { makeCurrent: false, lock })).changed, true);
      written.set(name, performance.now());
    });
    await Promise.all(ours);
    busy = false;
    await others;
    const entries = parseKubeconfig(await readFile(config(), 'utf8'), config());
    assert(!KubeError.is(entries));
    const lost = spans.map((_, index) => `kubectl-${index}`).filter((name) => !entries.contexts.has(name));
    assert.deepEqual(lost, [], 'of what kubectl wrote');
    assert(spans.length >= 5, `${spans.length} times kubectl`);
    // kubectl reads before it takes the lock, and afterwards deletes what it has not read: what was written during a run
    // of it may be gone, with any program. Everything else has to be there.
    const unlucky = (at: number) => spans.some(({ from, to }) => from <= at && at <= to);
    const certain = [...written].filter(([, at]) => !unlucky(at)).map(([name]) => name);
    assert.deepEqual(
      certain.filter((name) => !(entries.contexts.has(name) && entries.clusters.has(name) && entries.users.has(name))),
      [],
    );
    assert(certain.length > writers / 4, `${certain.length} of ${writers} at a time without kubectl`);
    console.log(
      `kubectl wrote ${spans.length} times; it deleted ${[...written.keys()].filter((name) => !entries.contexts.has(name)).length} of ${writers} contexts of ours.`,
    );
    assert.deepEqual(await readdir(folder()), ['config']);
  }).timeout(600_000);

  it('reads for kubectl as it reads for us', async () => {
    await writeFile(config(), '# mine\nusers: null\nclusters: []\n');
    const user = { certData: 'Q0VSVA==', keyData: 'S0VZ' };
    const entry = { name: 'vcluster_a_b_arn:aws:eks:1:cluster/x', server: 'https://127.0.0.1:1', caData: 'Q0E=', user };
    await addContext([config()], { ...entry, tlsServerName: 'localhost', namespace: '1' }, { makeCurrent: true });
    const { stdout } = await run(kubectl, ['config', `--kubeconfig=${config()}`, 'view', '--raw', '-o', 'json']);
    const view = JSON.parse(stdout) as Record<string, unknown>;
    const { name, server, caData } = entry;
    assert.equal(view['current-context'], name);
    const cluster = { 'certificate-authority-data': caData, server, 'tls-server-name': 'localhost' };
    assert.deepEqual(view['clusters'], [{ name, cluster }]);
    assert.deepEqual(view['contexts'], [{ name, context: { cluster: name, user: name, namespace: '1' } }]);
    const credentials = { 'client-certificate-data': user.certData, 'client-key-data': user.keyData };
    assert.deepEqual(view['users'], [{ name, user: credentials }]);
  });

  it('is whole after 200 writers were killed in the middle of their work', async () => {
    const inTheMiddle = await killWriters(config(), 200);
    console.log(`${inTheMiddle} of 200 writers were killed while they held the lock or wrote.`);
    assert(inTheMiddle >= 10);
  }).timeout(600_000);
});
