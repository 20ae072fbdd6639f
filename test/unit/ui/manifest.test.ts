import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, it } from 'mocha';

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly order?: number;
  readonly markdownDescription?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly main: string;
  readonly l10n: string;
  readonly icon: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: unknown; readonly description: string };
  };
  readonly contributes: {
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
  };
}

const root = path.join(import.meta.dirname, '../../..');

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function sources(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(path.join(folder, file)));
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}

const text = read('package.json');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const commands = contributes.commands.map(({ command }) => command);
const items = Object.entries(contributes.menus).flatMap(([menu, entries]) =>
  entries.map((entry) => ({ menu, ...entry })),
);
const palette = new Map((contributes.menus['commandPalette'] ?? []).map(({ command, when }) => [command ?? '', when]));
const settings = Object.entries(
  Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<string, Setting>,
);
/** The `contextValue` of every node in the golden trees. */
const contextValues = readdirSync(path.join(root, 'test/fixtures/explorer')).flatMap((file) =>
  all(read(`test/fixtures/explorer/${file}`), /\{([a-z][a-z0-9+-]*)\}$/gmu),
);

/** The commands that let the user pick what they are about. */
const picking = [
  ...['connect', 'connectAsServiceAccount', 'copyAddress', 'copyKubeconfig', 'disconnect', 'openTerminal'],
  ...['saveKubeconfig', 'pause', 'resume', 'create', 'createOnOnePage', 'upgrade', 'editValues', 'expose', 'delete'],
  ...['createFromValues', 'previewOnHost', 'unlockContext', 'lockContext', 'compare'],
].map((command) => `vcluster.${command}`);

describe('package.json', () => {
  describe('commands', () => {
    it('are those that the code has', () => {
      const union = all(read('src/ui/commands/command.ts'), /^ {2}\| '([^']+)'/gmu);
      assert.ok(union.length > 20);
      assert.deepEqual(commands.toSorted(), union.toSorted());
    });

    it('belong to one category, and have a title of their own', () => {
      assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['vCluster']);
      const titles = contributes.commands.map(({ title }) => texts[title.slice(1, -1)]);
      assert.equal(new Set(titles).size, commands.length);
    });

    it('are the only ones that menus, welcome texts and the code name', () => {
      const named = [
        ...items.flatMap(({ command }) => command ?? []),
        ...all(Object.values(texts).join('\n'), /\(command:(vcluster\.[A-Za-z]+)\)/gu),
        ...sources('src/ui').flatMap((source) => all(source, /executeCommand\(\s*'(vcluster\.[A-Za-z]+)'/gu)),
        ...sources('src/ui').flatMap((source) => all(source, /command: '(vcluster\.[A-Za-z]+)'/gu)),
      ];
      assert.deepEqual(
        named.filter((command) => !commands.includes(command)),
        [],
      );
    });

    it('that need a node are not in the palette, unless they ask or take what is selected', () => {
      const asking = new Set(['vcluster.refresh', 'vcluster.filter', 'vcluster.useContext', ...picking]);
      const selecting = new Set(['vcluster.openYaml', 'vcluster.showLogs']);
      const table = read('src/ui/commands/table.ts');
      const entries = table.slice(table.indexOf('return {')).split(/^ {4}(?='vcluster\.)/mu);
      const needing = entries
        .filter((entry) => /\btarget\b|on\([a-zA-Z]+\)/u.test(entry))
        .map((entry) => all(entry, /^'([^']+)'/gu)[0] ?? '')
        .filter((command) => command !== '');
      assert.ok(needing.includes('vcluster.fix') && needing.includes('vcluster.copyName'));
      for (const command of needing.filter((one) => !asking.has(one) && !selecting.has(one))) {
        assert.ok(palette.has(command), `${command} is in the palette, where it has no node`);
      }
    });

    it('are in the palette only while they can do something, as everywhere else', () => {
      for (const { command, enablement } of contributes.commands) {
        const context = all(enablement ?? '', /(!?vcluster\.[A-Za-z]+)/gu);
        assert.ok(
          context.every((key) => palette.get(command)?.includes(key)),
          `${command} is enabled by ${enablement}, but in the palette by ${palette.get(command)}`,
        );
      }
    });
  });

  describe('texts', () => {
    it('are all there, and all used', () => {
      const used = all(text, /"%([^%"]+)%"/gu);
      assert.deepEqual([...new Set(used)].toSorted(), Object.keys(texts).toSorted());
    });

    it('are all translatable', () => {
      const descriptions = settings.map(
        ([, { markdownDescription, description }]) => markdownDescription ?? description,
      );
      const titles = contributes.commands.map(({ title }) => title);
      const welcomes = contributes.viewsWelcome.map(({ contents }) => contents);
      for (const one of [...descriptions, ...titles, ...welcomes]) {
        assert.match(one ?? '', /^%.+%$/u);
      }
    });

    it('of the code are literals, so that they can be exported', () => {
      const calls = [...sources('src/core'), ...sources('src/ui')].flatMap((source) =>
        all(source, /\bl10n\.t\(\s*([^\s])/gu),
      );
      assert.ok(calls.length > 100);
      assert.deepEqual([...new Set(calls)], ["'"]);
      assert.ok(existsSync(path.join(root, manifest.l10n)));
    });
  });

  describe('menus', () => {
    it('name submenus that are there', () => {
      const submenus = contributes.submenus.map(({ id }) => id);
      assert.deepEqual(new Set(items.flatMap(({ submenu }) => submenu ?? [])), new Set(submenus));
      assert.ok(submenus.every((id) => (contributes.menus[id] ?? []).length > 0));
    });

    it('of nodes and of the view are for our view alone', () => {
      for (const { menu, command, when } of items.filter((item) => item.menu.startsWith('view/'))) {
        assert.match(when ?? '', /^view == vcluster\.(explorer|connections)\b/u, `${command} in ${menu}`);
      }
    });

    it('of files are for values files, in trusted workspaces alone', () => {
      const [entry] = contributes.menus['explorer/context'] ?? [];
      assert.equal(entry?.command, 'vcluster.createFromValues');
      assert.match(entry?.when ?? '', /^isWorkspaceTrusted && !explorerResourceIsFolder && /u);
      const pattern = new RegExp(all(entry?.when ?? '', /resourceFilename =~ \/(.+)\/i$/gu)[0] ?? '-', 'iu');
      for (const name of ['vcluster.yaml', 'values.yaml', 'values.yml', 'team-a.vcluster.yaml', 'values-prod.yaml']) {
        assert.match(name, pattern);
      }
      for (const name of ['vcluster.json', 'myvalues.yaml', 'evaluesx.yaml', 'values.yaml.bak', 'chart.yaml']) {
        assert.doesNotMatch(name, pattern);
      }
    });

    const connectionsView = 'view == vcluster.connections';

    it('of nodes are for nodes that there are', () => {
      assert.ok(contextValues.length > 100);
      const nodes = items.filter(
        ({ menu, when }) => menu === 'view/item/context' && !when?.startsWith(connectionsView),
      );
      for (const { command, when = '' } of nodes) {
        const patterns = all(when, /(?<!!\()viewItem =~ \/((?:[^/\\]|\\.)+)\//gu).map(
          (source) => new RegExp(source, 'u'),
        );
        assert.ok(patterns.length > 0, `${command}: ${when}`);
        for (const pattern of patterns) {
          assert.ok(
            contextValues.some((value) => pattern.test(value)),
            `${command} is for ${pattern}, which no node is`,
          );
        }
      }
    });

    it('of connections offer to restore a context where it is missing, and only there', () => {
      const restoring = items.filter(
        ({ menu, command }) => menu === 'view/item/context' && command === 'vcluster.restoreContext',
      );
      assert.equal(restoring.length, 2);
      for (const { when = '' } of restoring) {
        const [pattern = assert.fail(when)] = all(when, /^view == vcluster\.connections && viewItem =~ \/(.+)\/$/gu);
        assert.ok(new RegExp(pattern, 'u').test('connection+forward+ready+missing'));
        assert.ok(!new RegExp(pattern, 'u').test('connection+forward+waiting'));
      }
    });

    /** The commands that a node offers, by its `contextValue`. */
    function offered(value: string): readonly string[] {
      const shown = (contributes.menus['view/item/context'] ?? []).filter(({ when = '' }) => {
        if (when.startsWith(connectionsView)) {
          return false;
        }
        const wanted = all(when, /(?<!!\()viewItem =~ \/((?:[^/\\]|\\.)+)\//gu);
        const unwanted = all(when, /!\(viewItem =~ \/((?:[^/\\]|\\.)+)\/\)/gu);
        return (
          wanted.every((source) => new RegExp(source, 'u').test(value)) &&
          !unwanted.some((source) => new RegExp(source, 'u').test(value))
        );
      });
      return [...new Set(shown.map(({ command = '' }) => command.replace('vcluster.', '')))].toSorted();
    }

    const cases: readonly (readonly [value: string, commands: readonly string[]])[] = [
      ['context+current+unpinned', ['copyName', 'create', 'createOnOnePage', 'hideContext', 'pinContext', 'refresh']],
      [
        'context+other+pinned',
        ['copyName', 'create', 'createOnOnePage', 'hideContext', 'refresh', 'unpinContext', 'useContext'],
      ],
      [
        'context+other+unpinned+locked',
        [
          'copyName',
          'create',
          'createOnOnePage',
          'hideContext',
          'pinContext',
          'refresh',
          'unlockContext',
          'useContext',
        ],
      ],
      [
        'context+other+unpinned+unlocked',
        ['copyName', 'create', 'createOnOnePage', 'hideContext', 'lockContext', 'pinContext', 'refresh', 'useContext'],
      ],
      ['namespace', ['copyName', 'create', 'createOnOnePage', 'openYaml', 'refresh']],
      [
        'vcluster+running+current+disconnected+connectable+pausable',
        [
          ...[
            'compare',
            'connect',
            'connectAsServiceAccount',
            'copyKubeconfig',
            'copyName',
            'delete',
            'editValues',
            'expose',
          ],
          ...['openTerminal', 'openYaml', 'pause', 'refresh', 'saveKubeconfig', 'showLogs', 'upgrade'],
        ],
      ],
      [
        'vcluster+running+current+connected+connectable+pausable',
        [
          ...[
            'compare',
            'connectAsServiceAccount',
            'copyAddress',
            'copyKubeconfig',
            'copyName',
            'delete',
            'disconnect',
          ],
          ...[
            'editValues',
            'expose',
            'openTerminal',
            'openYaml',
            'pause',
            'refresh',
            'saveKubeconfig',
            'showLogs',
            'upgrade',
          ],
        ],
      ],
      [
        'vcluster+paused+legacy+disconnected+connectable+resumable',
        [
          ...[
            'compare',
            'connect',
            'connectAsServiceAccount',
            'copyKubeconfig',
            'copyName',
            'delete',
            'editValues',
            'expose',
          ],
          ...[
            'migrateConfig',
            'openTerminal',
            'openYaml',
            'refresh',
            'resume',
            'saveKubeconfig',
            'showLogs',
            'upgrade',
          ],
        ],
      ],
      [
        'vcluster+running+current+disconnected+connectable+pausable+no-pause+no-resume+no-upgrade',
        [
          ...['compare', 'connect', 'connectAsServiceAccount', 'copyKubeconfig', 'copyName', 'delete', 'editValues'],
          ...['openTerminal', 'openYaml', 'refresh', 'saveKubeconfig', 'showLogs'],
        ],
      ],
      [
        'vcluster+running+legacy+disconnected+entered+connectable+pausable+no-connect+no-pause+no-resume+no-upgrade+no-values+no-delete',
        ['compare', 'copyName', 'openYaml', 'refresh', 'showLogs'],
      ],
      [
        'vcluster+paused+legacy+connected+connectable+resumable+no-pause+no-resume+no-upgrade+no-values+no-delete',
        [
          ...[
            'compare',
            'connectAsServiceAccount',
            'copyAddress',
            'copyKubeconfig',
            'copyName',
            'disconnect',
            'openTerminal',
          ],
          ...['openYaml', 'refresh', 'saveKubeconfig', 'showLogs'],
        ],
      ],
      ['namespace+no-create', ['copyName', 'openYaml', 'refresh']],
      ['context+current+unpinned+no-create', ['copyName', 'hideContext', 'pinContext', 'refresh']],
      [
        'vcluster+sleeping+current+disconnected',
        ['compare', 'copyName', 'delete', 'editValues', 'openYaml', 'refresh', 'showLogs'],
      ],
      ['virtual', ['copyName', 'refresh']],
      ['virtual-object+pods', ['compare', 'copyName', 'openYaml', 'refresh', 'showLogs']],
      ['virtual-object+namespaces', ['compare', 'copyName', 'openYaml', 'refresh']],
      ['virtual-context+other+found', ['copyName', 'useContext']],
      ['virtual-context+current+found', ['copyName']],
      ['control-plane', ['copyName', 'refresh']],
      ['pod+syncer+running', ['copyName', 'openYaml', 'showLogs']],
      ['synced', ['copyName', 'refresh']],
      ['synced-object+pods', ['compare', 'copyHostName', 'copyName', 'openYaml', 'refresh', 'showLogs']],
      ['synced-object+secrets', ['compare', 'copyHostName', 'copyName', 'openYaml', 'refresh']],
      ['message+fix-retry', ['copyName', 'fix']],
      ['message', ['copyName']],
    ];
    for (const [value, expected] of cases) {
      it(`offer ${expected.join(', ')} on ${value}`, () => {
        assert.ok(contextValues.includes(value), 'no node is that');
        const missing = expected.filter((command) => !offered(value).includes(command));
        assert.deepEqual(missing, []);
        const ours = new Set(cases.flatMap(([, some]) => some));
        assert.deepEqual(
          offered(value).filter((command) => ours.has(command)),
          expected,
        );
      });
    }

    it('ask only for context keys that are set, and settings that there are', () => {
      const conditions = [
        ...items.flatMap(({ when }) => when ?? []),
        ...contributes.commands.flatMap(({ enablement }) => enablement ?? []),
        ...contributes.viewsWelcome.map(({ when }) => when),
      ];
      const ui = sources('src/ui').join('\n');
      for (const key of conditions.flatMap((when) => all(when, /(?<![.\w])(vcluster\.[A-Za-z]+)/gu))) {
        assert.ok(
          /^vcluster\.(explorer|connections)$/u.test(key) || ui.includes(`'setContext', '${key}'`),
          `${key} is never set`,
        );
      }
      for (const key of conditions.flatMap((when) => all(when, /\bconfig\.([A-Za-z.]+)/gu))) {
        assert.ok(
          settings.some(([name]) => name === key),
          `there is no setting ${key}`,
        );
      }
    });

    it('have a welcome for each state of the view', () => {
      const states = all(/type ViewState = (.+);/u.exec(read('src/ui/explorer/view.ts'))?.[1] ?? '', /'([A-Za-z]+)'/gu);
      assert.ok(states.includes('ready'));
      for (const state of states.filter((one) => one !== 'ready')) {
        assert.ok(
          contributes.viewsWelcome.some(({ when }) => when.includes(`vcluster.state == ${state}`)),
          `no welcome for ${state}`,
        );
      }
      assert.ok(contributes.viewsWelcome.some(({ when }) => when.includes('!isWorkspaceTrusted')));
    });
  });

  describe('settings', () => {
    it('are all read, and each has a default, an order and a text', () => {
      const code = read('src/ui/settings.ts');
      for (const [name, { default: value, order, markdownDescription, ...setting }] of settings) {
        assert.ok(name.startsWith('vcluster.'));
        assert.ok(
          code.includes(`'${name.slice('vcluster.'.length)}'`) || /\.tools\.(vcluster|helm)$/u.test(name),
          `${name} is never read`,
        );
        assert.ok(value !== undefined && order !== undefined && markdownDescription !== undefined, name);
        assert.equal(setting.enum?.length, setting.enumDescriptions?.length);
      }
      assert.equal(new Set(settings.map(([, { order }]) => order)).size, settings.length);
    });

    it('that say what is read or run are not for a workspace to set', () => {
      const dangerous = settings.filter(([name]) => /kubeconfig|path|plugin|\.namespaces$|contexts/iu.test(name));
      assert.ok(dangerous.length >= 4);
      for (const [name, { scope }] of dangerous) {
        // A workspace could set what is machine-overridable.
        assert.ok(scope === 'machine' || scope === 'application', `${name}: ${scope}`);
      }
    });
  });

  describe('the rest', () => {
    it('starts the extension by what it contributes, for YAML, which may be a vcluster.yaml, and for panels of before', () => {
      assert.deepEqual(manifest.activationEvents, ['onLanguage:yaml', 'onWebviewPanel:vcluster.comparison']);
      assert.deepEqual(manifest.extensionKind, ['workspace']);
    });

    it('says what works without trust and in virtual workspaces', () => {
      const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
      for (const { supported, description } of [untrustedWorkspaces, virtualWorkspaces]) {
        assert.equal(supported, 'limited');
        assert.ok(texts[description.slice(1, -1)]);
      }
      const restricted = untrustedWorkspaces.restrictedConfigurations;
      assert.ok(restricted.includes('vcluster.kubeconfig'));
      assert.ok(restricted.every((name) => settings.some(([one]) => one === name)));
    });

    it('names files that are there', () => {
      const icons = [
        manifest.icon,
        ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
        ...Object.values(contributes.views).flatMap((views) => views.map(({ icon }) => icon)),
      ];
      assert.deepEqual(
        icons.filter((icon) => !existsSync(path.join(root, icon))),
        [],
      );
    });
  });
});
