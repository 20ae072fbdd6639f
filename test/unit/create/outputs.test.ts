import assert from 'node:assert/strict';
import { load, loadAll } from 'js-yaml';
import { describe, it } from 'mocha';
import { argoApplication, argoApplicationText } from '../../../src/core/create/argoApplication.ts';
import { chartOf } from '../../../src/core/create/chart.ts';
import type { CreateChoices } from '../../../src/core/create/choices.ts';
import { clusterApiText } from '../../../src/core/create/clusterApi.ts';
import { shellText } from '../../../src/core/create/shellText.ts';
import {
  helmCommand,
  helmTemplateCommand,
  type ToolCommand,
  unmistakablePath,
  vclusterCliCommand,
} from '../../../src/core/create/toolCommand.ts';
import { valuesFileName, valuesOf, valuesYaml } from '../../../src/core/create/values.ts';
import { dig } from '../../../src/core/vcluster/raw.ts';
import { assertGolden } from './golden.ts';
import { current, legacy, samples } from './samples.ts';

function listed({ file, argv }: ToolCommand): string {
  return [file, ...argv].map((word) => `  ${word}\n`).join('');
}

function everyOutput(choices: CreateChoices): string {
  const file = valuesFileName(choices);
  const cli = vclusterCliCommand(choices, file);
  const helm = helmCommand(choices, file);
  return [
    `== ${file}\n${valuesYaml(choices)}`,
    `== vcluster CLI\n${listed(cli)}`,
    `== helm\n${listed(helm)}`,
    `== helm template\n${listed(helmTemplateCommand(choices, file))}`,
    `== to copy\n${shellText(cli)}\n${shellText(helm, 'powershell')}\n`,
    `== Argo CD\n${argoApplicationText(choices)}`,
    `== Cluster API\n${clusterApiText(choices)}`,
  ].join('\n');
}

function flag({ argv }: ToolCommand, name: string): string | undefined {
  return argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
}

describe('outputs of the choices', () => {
  for (const [name, choices] of Object.entries(samples)) {
    it(`are as they should be: ${name}`, () => assertGolden(name, everyOutput(choices)));

    it(`say the same in every form: ${name}`, () => {
      const values = valuesOf(choices);
      const chart = chartOf(choices);
      assert.deepEqual(load(valuesYaml(choices)), values);
      const application = load(argoApplicationText(choices));
      const argoValues = choices.values
        ? load(String(dig(application, 'spec', 'source', 'helm', 'values')))
        : dig(application, 'spec', 'source', 'helm', 'valuesObject');
      assert.deepEqual(argoValues, values);
      const [cluster, vcluster] = loadAll(clusterApiText(choices));
      assert.deepEqual(load(String(dig(vcluster, 'spec', 'helmRelease', 'values'))), values);
      assert.deepEqual(dig(vcluster, 'spec', 'helmRelease', 'chart'), chart);
      assert.deepEqual(dig(cluster, 'spec', 'infrastructureRef'), dig(cluster, 'spec', 'controlPlaneRef'));
      assert.equal(dig(cluster, 'spec', 'infrastructureRef', 'name'), dig(vcluster, 'metadata', 'name'));

      const cli = vclusterCliCommand(choices, 'v.yaml');
      const helm = helmCommand(choices, 'v.yaml');
      const template = helmTemplateCommand(choices, 'v.yaml');
      const source = dig(application, 'spec', 'source');
      assert.deepEqual([cli.argv[1], helm.argv[1], template.argv[1]], Array(3).fill(choices.name));
      assert.equal(dig(source, 'helm', 'releaseName'), choices.name);
      assert.deepEqual([helm.argv[2], template.argv[2], dig(source, 'chart')], Array(3).fill(chart.name));
      const versions = [flag(cli, 'chart-version'), flag(helm, 'version'), flag(template, 'version')];
      assert.deepEqual([...versions, dig(source, 'targetRevision')], Array(4).fill(chart.version));
      const namespaces = [cli, helm, template].map((command) => flag(command, 'namespace'));
      const destination = dig(application, 'spec', 'destination', 'namespace');
      assert.deepEqual(
        [...namespaces, destination, dig(vcluster, 'metadata', 'namespace')],
        Array(5).fill(choices.namespace),
      );
      assert.deepEqual([flag(cli, 'context'), flag(helm, 'kube-context')], Array(2).fill(choices.context));
    });
  }

  it('use --flag=value for every flag, and never connect', () => {
    for (const choices of Object.values(samples)) {
      const { argv } = vclusterCliCommand(choices, 'v.yaml');
      assert.deepEqual(
        argv.slice(2).filter((word) => !/^--?[a-z-]+=/u.test(word)),
        [],
      );
      assert.ok(argv.includes('--connect=false') && argv.includes('--upgrade=false'));
      assert.equal(argv.includes('--driver=helm'), choices.generation === 'current');
    }
  });

  it('name the chart of the distro', () => {
    const names = (['k3s', 'k0s', 'k8s', 'eks'] as const).map((distro) => chartOf(legacy({ distro })).name);
    assert.deepEqual(names, ['vcluster', 'vcluster-k0s', 'vcluster-k8s', 'vcluster-eks']);
    assert.deepEqual(chartOf(current({ chartVersion: 'v0.36.1' })), {
      name: 'vcluster',
      version: '0.36.1',
      repo: 'https://charts.loft.sh',
    });
  });

  it('let the Application take the vcluster with it only when that is asked for', () => {
    const finalizers = (cascade: boolean): unknown =>
      dig(argoApplication(current(), { cascade }), 'metadata', 'finalizers');
    assert.equal(finalizers(false), undefined);
    assert.deepEqual(finalizers(true), ['resources-finalizer.argocd.argoproj.io']);
    assert.notEqual(
      argoApplicationText(current(), { cascade: true }).split('\n')[0],
      argoApplicationText(current()).split('\n')[0],
    );
  });

  it('keep a values path from being taken for Base64', () => {
    for (const path of ['dev1', 'abcd', '/tmp/abc', 'YWI=']) {
      const safe = unmistakablePath(path);
      assert.notEqual(safe, path);
      assert.match(safe, /\./u);
    }
    for (const path of ['values.yaml', '/tmp/x/values.yaml', 'dev', 'C:\\a\\b.yaml']) {
      assert.equal(unmistakablePath(path), path);
    }
    assert.ok(vclusterCliCommand(current(), 'dev1').argv.includes('--values=./dev1'));
  });

  it('keep a values file as it is, comments and all', () => {
    const text = '# why\nsync: {}\n';
    assert.equal(valuesYaml(current({ values: { name: 'v.yaml', text } })), text);
    for (const empty of ['', '\n', '# nothing\n', '---\n', 'null\n']) {
      assert.deepEqual(valuesOf(current({ values: { name: 'v.yaml', text: empty } })), {}, JSON.stringify(empty));
    }
  });
});
