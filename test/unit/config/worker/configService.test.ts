import assert from 'node:assert/strict';
import { after, before, suite, test } from 'mocha';
import { ConfigService } from '../../../../src/core/config/worker/configService.ts';

const script = new URL('../../../../src/core/config/worker/configWorker.ts', import.meta.url);
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: v}
spec:
  source:
    chart: vcluster
    targetRevision: 0.36.1
    helm:
      valuesObject:
        sync:
          toHost:
            ingresses:
              enabeld: true
`;

suite('The thread that checks values', () => {
  let service: ConfigService;

  before(() => {
    service = new ConfigService(script);
  });
  after(() => service.dispose());

  test('starts on need only', async () => {
    assert.equal(service.running, false);
    assert.deepEqual(await service.ask('validate', { text: 'sync: {}\n' }), []);
    assert.equal(service.running, true);
  });

  test('finds in a carrier what is wrong, in its places, and mends it there', async () => {
    const look = { path: 'app.yaml', text: application };
    const seen = await service.ask('look', look);
    assert.equal(seen?.form, 'carrier');
    assert.deepEqual(seen.version, { version: '0.36.1', source: 'chart' });
    const [finding] = seen.findings;
    assert.ok(finding);
    assert.equal(application.split('\n')[finding.line]?.slice(finding.character, finding.endCharacter), 'enabeld');
    const [fix] = await service.ask('fixes', { look, finding: 0 });
    const [edit] = fix?.edits ?? [];
    assert.ok(edit);
    const line = application.split('\n')[edit.range.line] ?? '';
    const mended = line.slice(0, edit.range.character) + edit.newText + line.slice(edit.range.endCharacter);
    assert.equal(mended.trim(), 'enabled: true');
  });

  test('gives schemas, explanations and all values that apply', async () => {
    const schema = JSON.parse(await service.ask('schema', { version: '0.30.0' })) as { readonly properties: object };
    assert.ok('controlPlane' in schema.properties);
    const request = {
      path: 'vcluster.yaml',
      text: 'controlPlane:\n  statefulSet:\n    highAvailability:\n      replicas: 3\nsync:\n  toHost:\n    ingresses:\n      enabled: true\n',
    };
    const effective = await service.ask('effective', request);
    assert.match(effective, /replicas: 3/u);
    const given = new Set((await service.ask('defaults', request)).split('\n'));
    assert.deepEqual(
      effective.split('\n').filter((line) => !given.has(line)),
      ['      replicas: 3'],
    );
    assert.match(effective, /persistentVolumeClaims:\n\s+enabled: true/u);
    const explained = await service.ask('explain', request);
    assert.match(explained, /runs 3 times/u);
    assert.match(explained, /ingresses/u);
  });

  test('lets no text of the file become markup', async () => {
    const explained = await service.ask('explain', {
      path: 'vcluster.yaml',
      text: 'controlPlane:\n  ingress:\n    enabled: true\n    host: "[x](command:evil) <img src=x>"\n',
    });
    assert.doesNotMatch(explained, /(?<!\\)[<\]]\(?(command|img)/u);
    assert.match(explained, /command:evil/u);
  });

  test('passes errors on, and goes on', async () => {
    await assert.rejects(
      service.ask('convert', { text: 'a: [', distro: 'k3s' }).then(() => Promise.reject(new Error('done'))),
    );
    assert.deepEqual(await service.ask('validate', { text: '' }), []);
  });

  test('is gone after it is disposed, and what waited is told', async () => {
    const other = new ConfigService(script);
    const waiting = other.ask('validate', { text: 'sync: {}\n' });
    other.dispose();
    await assert.rejects(waiting);
  });
});
