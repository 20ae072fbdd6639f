import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/browser.ts';
import { ensureCodeServer, type ReleaseName } from '../../../scripts/codeServer.ts';
import { rootFolder } from '../../../scripts/folder.ts';
import { ensureSystem } from '../../../scripts/system.ts';
import { type Settings, VSCodeServer } from '../../../scripts/vscodeServer.ts';
import { Dialog } from './dialog.ts';
import { Editors } from './editors.ts';
import { eventually } from './eventually.ts';
import { Menu } from './menu.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quickInput.ts';
import { StatusBar } from './statusBar.ts';
import { Terminal } from './terminal.ts';
import { Tree } from './tree.ts';

const startLimitMs = 60_000;

/** The colour themes that pictures are taken in, by their name in the list of themes. */
export const themes = { dark: 'Dark Modern', light: 'Light Modern', contrast: 'Dark High Contrast' } as const;

/** The class that the window gets from a theme. */
const themeMarks = { dark: '.vs-dark', light: '.vs', contrast: '.hc-black' } as const;

/** Which theme is meant. */
export type ThemeName = keyof typeof themes;

/** How a workbench is opened. */
export interface WorkbenchOptions {
  /** Added to the environment of the extension host: KUBECONFIG, for one. */
  readonly env?: NodeJS.ProcessEnv;
  readonly settings?: Settings;
  readonly release?: ReleaseName;
  /** In CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Whether VS Code asks if the folder is trusted. */
  readonly workspaceTrust?: boolean;
}

/** A VS Code in a browser, with the extension under development, as a person has it before them. */
export class Workbench {
  /** For what the parts below do not offer. */
  readonly page: Page;
  readonly dialog: Dialog;
  readonly editors: Editors;
  readonly menu: Menu;
  readonly notifications: Notifications;
  readonly quickInput: QuickInput;
  readonly statusBar: StatusBar;
  readonly terminal: Terminal;
  /** The folder that is open. */
  readonly workspaceFolder: string;
  readonly #server: VSCodeServer;
  readonly #browser: Browser;
  readonly #settings: Settings;

  private constructor(server: VSCodeServer, browser: Browser, page: Page, workspaceFolder: string, settings: Settings) {
    this.#server = server;
    this.#browser = browser;
    this.#settings = settings;
    this.page = page;
    this.workspaceFolder = workspaceFolder;
    this.dialog = new Dialog(page);
    this.editors = new Editors(page);
    this.menu = new Menu(page);
    this.notifications = new Notifications(page);
    this.quickInput = new QuickInput(page);
    this.statusBar = new StatusBar(page);
    this.terminal = new Terminal(page);
  }

  /** Opens an empty folder and waits until VS Code has drawn itself. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    await ensureSystem('browser');
    const codeServer = await ensureCodeServer(options.release ?? 'newest', console.log);
    const settings = {
      'window.autoDetectColorScheme': false,
      'workbench.colorTheme': 'Dark Modern',
      ...options.settings,
    };
    const { env = {}, workspaceTrust = false } = options;
    const server = await VSCodeServer.start(codeServer, { env, settings, workspaceTrust });
    try {
      const workspaceFolder = await mkdtemp(join(tmpdir(), 'vcluster-workspace-'));
      const browser = await launchBrowser();
      const page = await browser.newPage({ viewport: options.size ?? { width: 1280, height: 800 } });
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const workbench = new Workbench(server, browser, page, workspaceFolder, settings);
      await page.goto(server.page({ workspaceFolder, extensionFolder: rootFolder }));
      await workbench.#drawn();
      return workbench;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Opens the view container of that title in the side bar; it stays open when it is so already. */
  async openContainer(title: string): Promise<void> {
    const tab = this.page.locator('.part.activitybar').getByRole('tab', { name: title });
    await tab.waitFor({ timeout: startLimitMs });
    if ((await tab.getAttribute('aria-selected')) !== 'true') {
      await tab.click();
    }
    await this.page.locator('.part.sidebar .composite.title').getByText(title, { exact: false }).first().waitFor();
  }

  /** The tree of the files of the folder that is open. */
  get files(): Tree {
    return new Tree(this.page, 'Files Explorer');
  }

  /** The tree of the view of that name. */
  tree(view: string): Tree {
    return new Tree(this.page, view);
  }

  /** Waits until the open view container shows no tree, but a welcome content with that text. */
  async waitForWelcome(pattern: RegExp): Promise<void> {
    const contents = this.page.locator('.part.sidebar .welcome-view-content');
    await eventually(async () => assert.match((await contents.allInnerTexts()).join('\n'), pattern));
  }

  /** Clicks the button of that label in the welcome content. */
  async clickWelcome(label: string): Promise<void> {
    await this.page.locator('.part.sidebar .welcome-view').getByRole('button', { name: label }).first().click();
  }

  /** Clicks an action in the title of the open view or view container. */
  async clickViewAction(label: string): Promise<void> {
    await this.page.locator('.part.sidebar').hover({ position: { x: 40, y: 16 } });
    await this.page
      .locator('.part.sidebar .title-actions, .part.sidebar .pane-header .actions')
      .getByRole('button', { name: label })
      .first()
      .click();
  }

  /** Runs a command as one does from the palette, by its title with the category before it. */
  async run(title: string): Promise<void> {
    await this.quickInput.run(title);
  }

  /** Changes settings on top of those that it was opened with, and reloads the window so that each of them holds. */
  async set(settings: Settings): Promise<void> {
    const wanted = { ...this.#settings, ...settings };
    // What the window has changed a moment ago, such as its theme, it may still write over them.
    await eventually(async () => {
      await this.#server.set(wanted);
      await this.page.reload();
      await this.#drawn();
      const written = await this.#server.settings();
      assert.deepEqual({ ...written, ...wanted }, written);
    }, 60_000);
  }

  /** Switches the colour theme as a person does, and waits until VS Code has put it on. */
  async useTheme(name: ThemeName): Promise<void> {
    await this.quickInput.run('Preferences: Color Theme');
    await this.quickInput.waitFor();
    await this.quickInput.type(themes[name]);
    await this.quickInput.pick(themes[name]);
    await this.quickInput.waitForClosed();
    await this.page.locator(`.monaco-workbench${themeMarks[name]}`).first().waitFor();
  }

  /** Drags the edge of the side bar to that many CSS pixels from the left of the window. */
  async widenSideBar(x: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) {
      throw new Error('The side bar is closed.');
    }
    await this.page.mouse.move(box.x + box.width + 1, box.y + box.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x, box.y + box.height / 2, { steps: 5 });
    await this.page.mouse.up();
  }

  /** The text on the clipboard. */
  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Takes a picture of the window into a PNG file, its folder made when missing. */
  async screenshot(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  }

  /** Ends VS Code and the browser; leaves nothing behind. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    await rm(this.workspaceFolder, { recursive: true, force: true });
  }

  async #drawn(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: startLimitMs });
    await this.page.locator('.part.activitybar [role="tab"]').first().waitFor({ timeout: startLimitMs });
  }
}
