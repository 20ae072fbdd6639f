import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.ts';

async function kilobytes(file: string): Promise<number> {
  return (await stat(fileURLToPath(new URL(`../../dist/${file}`, import.meta.url)))).size / 1000;
}

/** What VS Code loads: at activation, and when the first cluster is opened. */
export async function sizeFigures(): Promise<readonly Figure[]> {
  return [
    { name: 'main bundle', value: await kilobytes('extension.js'), unit: 'kB', limit: 200 },
    { name: 'engine, loaded when first needed', value: await kilobytes('engine.js'), unit: 'kB', limit: 2500 },
    { name: 'playground, loaded when started', value: await kilobytes('playground.js'), unit: 'kB' },
  ];
}
