import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reporters } from 'mocha';
import { version } from 'vscode';
import { ResultReporter } from '../reporter.ts';
import { suiteMark } from './harness/mark.ts';

const testLimitMs = 30_000;

/** Runs the bundled tests inside the extension host that loaded this module. Rejects when one fails or none ran. */
export async function run(): Promise<void> {
  // Mocha is an ES module, and only import() gives its class the same way to every Node.
  const { default: Mocha } = await import('mocha');
  markOutput();
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: testLimitMs, reporter: ResultReporter });
  const grep = process.env['TEST_GREP'];
  if (grep !== undefined && grep !== '') {
    mocha.grep(new RegExp(grep));
  }
  const beside = process.env['TEST_BESIDE'] === 'yes';
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs') && file.startsWith('beside') === beside) {
      mocha.addFile(join(__dirname, file));
    }
  }
  console.log(`VS Code ${version}, extension host on Node ${process.versions.node}`);
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const ran = (runner.stats?.passes ?? 0) + failures;
      if (failures > 0 || ran === 0) {
        reject(new Error(ran === 0 ? 'No test ran.' : `${failures} of ${ran} tests failed.`));
      } else {
        resolve();
      }
    });
  });
}

/** From here on, what tests and mocha print bears the mark; VS Code's own log does not go through the console. */
function markOutput(): void {
  const print = console.log;
  const marked = (format: unknown = '', ...values: readonly unknown[]): void =>
    typeof format === 'string' ? print(`${suiteMark}${format}`, ...values) : print(suiteMark, format, ...values);
  // The extension host has made it an accessor that ignores assignments.
  Object.defineProperty(console, 'log', { value: marked, configurable: true, writable: true });
  reporters.Base.consoleLog = marked;
}
