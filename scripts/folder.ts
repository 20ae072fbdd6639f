import { dirname, join } from 'node:path';

/** The folder that holds package.json. */
export const rootFolder = dirname(import.meta.dirname);

/** What the build writes and the extension package holds. */
export const distFolder = join(rootFolder, 'dist');

/** What tests and tools write; nothing in it is shipped but the package itself. */
export const outFolder = join(rootFolder, 'out');

/** One JSON file for each tier of tests that ran. */
export const resultFolder = join(outFolder, 'results');
