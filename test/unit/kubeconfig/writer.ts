import { addContext, removeContext } from '../../../src/core/kubeconfig/contextEntry.ts';

// A process of its own for tests: adds and removes a context without end, or adds `count` contexts and ends.
const [file = '', name = '', count] = process.argv.slice(2);
const lock = { timeoutMs: 120_000 };
const entryOf = (context: string) => ({ name: context, server: `https://${context}:1`, user: { token: context } });

if (count === undefined) {
  for (;;) {
    await addContext([file], entryOf(name), { makeCurrent: true, lock });
    process.stdout.write('written\n');
    await removeContext([file], name, { restore: 'base', lock });
  }
}
const names = Array.from({ length: Number(count) }, (_, index) => `${name}-${index}`);
await Promise.all(names.map((each) => addContext([file], entryOf(each), { makeCurrent: false, lock })));
