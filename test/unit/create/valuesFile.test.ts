import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { describe, it } from 'mocha';
import type { CreateChoices } from '../../../src/core/create/choices.ts';
import { checkChoices } from '../../../src/core/create/rules.ts';
import { valuesOf } from '../../../src/core/create/values.ts';
import { withValuesFile } from '../../../src/core/create/valuesFileRules.ts';
import { newestChartVersion } from '../../../src/core/create/versions.ts';
import { current, legacy } from './samples.ts';

function chosen(base: CreateChoices, text: string): readonly unknown[] {
  const { generation, chartVersion, values } = withValuesFile(base, { name: 'file.yaml', text });
  assert.deepEqual(values, { name: 'file.yaml', text });
  return [generation, chartVersion];
}

describe('a values file that a vcluster is made from', () => {
  it('decides the generation, with the newest chart of it', () => {
    const newest = newestChartVersion('legacy');
    assert.deepEqual(chosen(current(), 'syncer: {replicas: 2}'), ['legacy', newest]);
    assert.deepEqual(chosen(legacy(), 'controlPlane: {}'), ['current', newestChartVersion('current')]);
  });

  it('leaves the generation and the version that fit it', () => {
    assert.deepEqual(chosen(current({ chartVersion: '0.24.1' }), 'controlPlane: {}'), ['current', '0.24.1']);
    for (const text of ['', 'rbac: {}', 'syncer: {}\ncontrolPlane: {}']) {
      assert.deepEqual(chosen(legacy({ chartVersion: '0.14.2' }), text), ['legacy', '0.14.2'], text);
    }
  });

  it('is not quoted when it cannot be read, since it may hold secrets', () => {
    const text = 'dataSource: "mysql://root:hunter2@db\nb: 1';
    const choices = withValuesFile(current(), { name: 'file.yaml', text });
    const said = checkChoices(choices).find(({ code }) => code === 'valuesUnreadable')?.message ?? '';
    assert.match(said, /^file\.yaml cannot be read as YAML: line \d+, column \d+: /u);
    assert.doesNotMatch(said, /hunter2/u);
    assert.throws(
      () => valuesOf(choices),
      (error) => !inspect(error).includes('hunter2'),
    );
  });

  it('is taken when it cannot be read, so that the rules say why', () => {
    assert.deepEqual(chosen(current({ chartVersion: '0.24.1' }), 'a: ['), ['current', '0.24.1']);
    const choices = withValuesFile(current(), { name: 'file.yaml', text: 'a: [' });
    assert.ok(checkChoices(choices).some(({ code }) => code === 'valuesUnreadable'));
  });
});
