import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { mainWorkloads, pauseStages, resumeSequence } from '../../../src/core/lifecycle/shape.ts';
import { projectWorkload } from '../../../src/core/lifecycle/workloads.ts';
import { captured, objectsOf } from './captured.ts';

describe('projectWorkload', () => {
  const project = (generation: number, status: object) =>
    projectWorkload('StatefulSet')({ metadata: { generation }, status });

  it('knows whether the count of pods is of the present spec', () => {
    assert.ok(project(2, { observedGeneration: 2 }).observed);
    assert.ok(!project(2, { observedGeneration: 1, replicas: 0 }).observed);
    assert.ok(!project(1, {}).observed, 'no controller has seen it yet');
    assert.equal(project(1, {}).present, 0);
    assert.equal(project(1, { replicas: 3 }).present, 3);
  });
});

describe('the shape of a control plane', () => {
  const ha = captured('legacy-ha');
  const all = objectsOf(ha, ha.paused).map((one) =>
    projectWorkload(one.kind === 'Deployment' ? 'Deployment' : 'StatefulSet')(one),
  );

  it('decides on what is paused, and in which stages', () => {
    const stages = pauseStages(all).map((stage) => stage.map(({ name }) => name));
    assert.deepEqual(stages, [['ha'], ['ha-api', 'ha-controller'], ['ha-etcd']]);
    assert.deepEqual(
      resumeSequence(all).map(({ name }) => name),
      ['ha-etcd', 'ha-api', 'ha-controller', 'ha'],
    );
  });

  it('is that of the StatefulSet alone where there is one', () => {
    const set = projectWorkload('StatefulSet')({
      metadata: { name: 'set', labels: { app: 'vcluster', release: 'ha' } },
    });
    assert.deepEqual(mainWorkloads([...all, set]), [set]);
    assert.deepEqual(pauseStages([...all, set]), [[set]]);
  });
});
