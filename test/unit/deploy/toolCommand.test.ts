import assert from 'node:assert/strict';
import { createCommand, deleteCommand } from '../../../src/core/deploy/cliCommand.ts';
import { commandLine } from '../../../src/core/deploy/command.ts';
import { templateCommand, uninstallCommand, upgradeCommand } from '../../../src/core/deploy/helmCommand.ts';
import type { Tool, ToolName } from '../../../src/core/deploy/toolVersion.ts';
import { assertGolden } from '../explorer/golden.ts';
import { current, entry, hostOf, legacy } from './hosts.ts';

const tool = (name: ToolName, version: string): Tool => ({ name, path: `/opt/${name}`, version });
const newCli = tool('vcluster', '0.36.1');
const oldCli = tool('vcluster', '0.14.2');
const helm = tool('helm', '3.20.2');
const host = hostOf();

describe('the commands of tools', () => {
  it('say exactly this', () => {
    const distros = ['vcluster', 'vcluster-k0s', 'vcluster-k8s', 'vcluster-eks'];
    const commands = [
      createCommand(host, newCli, current, false),
      createCommand(host, newCli, current, true),
      deleteCommand(host, newCli, current),
      ...distros.map((name) => createCommand(host, oldCli, { ...legacy, chart: { ...legacy.chart, name } }, false)),
      createCommand(host, oldCli, legacy, true),
      deleteCommand(host, oldCli, legacy),
      upgradeCommand(host, helm, current),
      upgradeCommand(host, helm, { ...legacy, chart: { name: './chart', version: '1.0.0', repo: '' } }),
      uninstallCommand(host, helm, current),
      templateCommand(host, helm, current),
    ];
    assertGolden('../deploy/commands', `${commands.map(commandLine).join('\n')}\n`);
  });

  it('carry the kubeconfig and the values in private files, and what must not be logged', () => {
    const values = 'external:\n  dataSource: "mysql://root:pass1234@db/x"\n';
    const { files, env, redact } = createCommand(host, newCli, { ...current, values }, false);
    assert.deepEqual(Object.keys(files ?? {}), ['kubeconfig.yaml', 'values.yaml']);
    assert.equal(files?.['values.yaml'], values);
    assert.equal(JSON.parse(files?.['kubeconfig.yaml'] ?? '')['current-context'], entry.name);
    assert.deepEqual(env, { PATH: '/usr/bin', KUBECONFIG: '../kubeconfig.yaml' });
    assert.ok(redact?.includes('token-of-mine-123') && redact.includes('mysql://root:pass1234@db/x'));
  });

  it('never name values by what could be base64, a list or a URL', () => {
    for (const one of [newCli, oldCli]) {
      const { argv } = createCommand(host, one, one === newCli ? current : legacy, false);
      const [, path = ''] = argv.map((arg) => /values=(.*)$/u.exec(arg)).find(Boolean) ?? [];
      assert.doesNotMatch(path, /^[\w+/]*={0,2}$/u);
      assert.doesNotMatch(path, /[,:]/u);
    }
  });

  it('give an exec plugin the environment that it may need, without what steers the tool', () => {
    const exec = { apiVersion: 'v1', command: 'aws', args: [], env: [], provideClusterInfo: false };
    const { env } = upgradeCommand(hostOf({ entry: { ...entry, user: { name: 'u', exec } } }), helm, current);
    assert.equal(env['AWS_PROFILE'], 'prod');
    assert.equal(env['HELM_NAMESPACE'], undefined);
    assert.equal(env['HELM_DRIVER'], 'secret');
  });

  it('take no name that a tool would read as an option', () => {
    for (const name of ['--post-renderer=/bin/sh', '-x', 'a b', '', 'UPPER', '../x']) {
      assert.throws(() => deleteCommand(host, newCli, { ...current, name }), /is not a name/u);
      assert.throws(() => uninstallCommand(host, helm, { ...current, namespace: name }), /is not a name/u);
    }
  });
});
