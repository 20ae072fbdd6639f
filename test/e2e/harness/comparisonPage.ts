import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { pageOptions } from '../../../scripts/bundle.ts';
import { rootFolder } from '../../../scripts/folder.ts';
import type { HostMessage, PageMessage, PanelState } from '../../../src/core/comparison/contract.ts';
import { pageHtml } from '../../../src/ui/comparison/page.ts';

const origin = 'http://page.example';

/** The themes whose variables were taken from a webview of VS Code. */
export const themeNames = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
export type PageTheme = (typeof themeNames)[number];

/** What a webview gets from a theme: classes of its body, and colours and fonts. */
export interface Theme {
  readonly body: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The variables of each theme that the page uses, as a webview of VS Code has them. */
export async function recordedThemes(): Promise<Readonly<Record<PageTheme, Theme>>> {
  const file = join(rootFolder, 'test', 'fixtures', 'webview', 'themes.json');
  return JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<PageTheme, Theme>>;
}

/** What VS Code puts below the style sheet of every webview. */
const vscodeStyle = `@layer vscode-default {
  body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground); padding: 0 20px; }
  code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; }
}`;

/** What the window keeps of the page, in place of VS Code. */
interface Recorder {
  readonly sent: unknown[];
  state: unknown;
}

const mimeTypes: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };

async function pageFiles(): Promise<ReadonlyMap<string, Buffer>> {
  const { outputFiles = [] } = await build({ ...pageOptions(true), write: false });
  return new Map(outputFiles.map(({ path, contents }) => [path.split(/[\\/]/u).at(-1) ?? '', Buffer.from(contents)]));
}

/** How a page is opened. */
export interface PageSetup {
  readonly theme?: PageTheme;
  readonly width?: number;
  readonly height?: number;
  /** What VS Code has kept of the page. */
  readonly state?: PanelState;
}

/** The page of the panel as it is shipped, in a browser, with its policy and the colours of VS Code, but without VS Code. */
export class ComparisonPage {
  readonly page: Page;
  /** What the page did that its policy does not allow, and errors of its scripts. */
  readonly problems: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.text().includes('Content Security Policy')) {
        this.problems.push(message.text());
      }
    });
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  static async open(browser: Browser, setup: PageSetup = {}): Promise<ComparisonPage> {
    const { theme = 'dark', width = 1280, height = 800, state } = setup;
    const themes = await recordedThemes();
    const files = await pageFiles();
    const page = await browser.newPage({ viewport: { width, height } });
    const opened = new ComparisonPage(page);
    await page.route(`${origin}/**`, (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const file = files.get(name);
      const body = file ?? (name === '' ? html(files) : undefined);
      const contentType = mimeTypes[name.split('.').at(-1) ?? ''] ?? 'text/html';
      return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ body, contentType });
    });
    await page.addInitScript(
      ({ kept, dress, style }) => {
        const recorder: Recorder = { sent: [], state: kept };
        const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        Object.assign(globalThis, {
          recorder,
          acquireVsCodeApi: () => ({
            postMessage: (message: unknown) => recorder.sent.push(copy(message)),
            getState: () => recorder.state,
            setState: (value: unknown) => {
              recorder.state = copy(value);
            },
          }),
        });
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(style);
        document.adoptedStyleSheets = [sheet];
        // VS Code has it all there before the page's own scripts run.
        const dressed = new MutationObserver(() => {
          if (document.body !== null) {
            dressed.disconnect();
            document.body.classList.add(...dress.body.split(' '));
            for (const [name, value] of Object.entries(dress.variables)) {
              document.documentElement.style.setProperty(name, value);
            }
          }
        });
        dressed.observe(document, { childList: true, subtree: true });
      },
      { kept: state, dress: themes[theme], style: vscodeStyle },
    );
    await page.goto(`${origin}/`);
    await page.waitForFunction(() => document.fonts.ready.then(() => true));
    return opened;
  }

  /** Says something to the page, as the extension does, and waits until the page has taken it in. */
  async post(message: PageMessage): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.postMessage(data, '*');
      await new Promise<void>((resolve) => addEventListener('message', () => resolve(), { once: true }));
    }, message);
  }

  /** What the page has said to the extension. */
  async sent(): Promise<readonly HostMessage[]> {
    return this.page.evaluate(() => (globalThis as unknown as { recorder: Recorder }).recorder.sent as HostMessage[]);
  }

  async state(): Promise<PanelState> {
    return this.page.evaluate(() => (globalThis as unknown as { recorder: Recorder }).recorder.state as PanelState);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

function html(files: ReadonlyMap<string, Buffer>): string {
  const text = (name: string): string => files.get(name)?.toString() ?? '';
  return pageHtml({
    title: 'Side by side',
    loading: 'Reading both sides…',
    language: 'en',
    cspSource: origin,
    folder: origin,
    script: text('comparison.js'),
    style: text('comparison.css'),
    nonce: 'c2VjcmV0',
  });
}
