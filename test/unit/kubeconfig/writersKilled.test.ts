import * as path from 'node:path';
import { describe, it } from 'mocha';
import { useFolder } from './folder.ts';
import { killWriters } from './killing.ts';

describe('writers that are killed', () => {
  const folder = useFolder();

  // The cluster tier does so 200 times, and looks at how many were hit in the middle of a write.
  it('leave a whole file with its mode, and nothing that stops the next one', async () => {
    await killWriters(path.join(folder(), 'config'), 12);
  }).timeout(120_000);
});
