import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { snippets } from '../../../../schemas/snippets.ts';
import { type JsonSchema, schemaOf } from '../../../../src/core/config/schema/jsonSchema.ts';
import { allTargets, targetOf } from '../../../../src/core/config/schema/target.ts';
import { csvRows } from './csv.ts';

/** The schema of a key, through lists and maps. */
function at(schema: JsonSchema, path: string): JsonSchema | undefined {
  return path.split('.').reduce<JsonSchema | undefined>((above, key) => {
    const inner = (above?.['items'] ??
      (typeof above?.['additionalProperties'] === 'object' ? above['additionalProperties'] : above)) as
      | JsonSchema
      | undefined;
    return (inner?.['properties'] as Readonly<Record<string, JsonSchema>> | undefined)?.[key];
  }, schema);
}

describe('the JSON schema of a version', () => {
  const newest = schemaOf(targetOf());

  it('is valid for every version, and there is one for each', () => {
    const ajv = new Ajv({ strict: false });
    assert.equal(allTargets().length, 17 + 8);
    for (const target of allTargets()) {
      assert.ok(ajv.validateSchema(schemaOf(target)), JSON.stringify(ajv.errors));
    }
  });

  it('has exactly the keys of the facts, in every version', () => {
    const pathsOf = (schema: JsonSchema, prefix: string): readonly string[] => {
      const { items, additionalProperties, properties } = schema;
      if (items !== undefined) {
        return pathsOf(items as JsonSchema, `${prefix}[]`);
      }
      if (typeof additionalProperties === 'object') {
        return pathsOf(additionalProperties as JsonSchema, `${prefix}.*`);
      }
      return Object.entries((properties ?? {}) as Readonly<Record<string, JsonSchema>>).flatMap(([key, below]) => {
        const path = prefix === '' ? key : `${prefix}.${key}`;
        return [path, ...pathsOf(below, path)];
      });
    };
    const minorOf = (version = ''): number => Number(/^v0\.(\d+)/u.exec(version)?.[1] ?? Number.POSITIVE_INFINITY);
    const rows = csvRows('schema-paths.csv');
    for (let minor = 20; minor <= 36; minor += 1) {
      const expected = rows.filter((row) => minorOf(row['since']) <= minor && minorOf(row['gone_after']) >= minor);
      assert.deepEqual(
        [...pathsOf(schemaOf(targetOf(`0.${minor}.0`)), '')].sort(),
        expected.map((row) => row['path'] ?? '').sort(),
      );
    }
  });

  it('closes what vcluster closes, and leaves open what it does not look into', () => {
    assert.equal(newest['additionalProperties'], false);
    assert.equal(at(newest, 'sync.toHost.pods.patches.reference')?.['additionalProperties'], false);
    assert.deepEqual(at(newest, 'sync.toHost.pods.patches.reference')?.['required'], ['apiVersion', 'kind']);
    assert.equal(at(newest, 'policies.resourceQuota.quota')?.['additionalProperties'], undefined);
    assert.deepEqual(at(newest, 'sync.toHost.pods.translateImage')?.['additionalProperties'], { type: 'string' });
  });

  it('has what completion offers: values, defaults and blocks', () => {
    assert.deepEqual(at(newest, 'policies.podSecurityStandard')?.['enum'], [
      'privileged',
      'baseline',
      'restricted',
      '',
    ]);
    assert.deepEqual(at(newest, 'controlPlane.statefulSet.imagePullPolicy')?.['examples'], [
      'Always',
      'IfNotPresent',
      'Never',
    ]);
    assert.deepEqual(at(newest, 'rbac.clusterRole.enabled')?.['examples'], [true, false, 'auto']);
    assert.equal(at(newest, 'rbac.clusterRole.enabled')?.['default'], 'auto');
    assert.equal(at(newest, 'networking.podCIDR')?.['default'], '10.244.0.0/16');
    assert.equal(at(newest, 'controlPlane.proxy.extraSANs')?.['default'], undefined);
    assert.equal(at(newest, 'serviceCIDR')?.['doNotSuggest'], true);
    assert.equal(at(newest, 'sync.toHost.volumeSnapshots')?.['doNotSuggest'], true);
    assert.equal(
      at(schemaOf(targetOf('0.33.0')), 'deploy.volumeSnapshotController.enabled')?.['doNotSuggest'],
      undefined,
    );
    for (const { path, label } of snippets) {
      const offered = at(newest, path)?.['defaultSnippets'] as readonly { readonly label: string }[] | undefined;
      assert.ok(
        offered?.some((one) => one.label === label),
        `${path}: ${label}`,
      );
    }
  });

  it('says what a key is, where it is said in the documentation, and what is to be known', () => {
    const markdown = (path: string, version?: string): string =>
      String(at(schemaOf(targetOf(version)), path)?.['markdownDescription']);
    assert.equal(
      markdown('controlPlane.backingStore.etcd.embedded.enabled'),
      "On or off: An etcd inside of the control plane's pods.\n\nDefault: `false` · Needs the Pro image\n\n" +
        '[Documentation](https://www.vcluster.com/docs/vcluster/configure/vcluster-yaml/control-plane/components/backing-store/etcd/embedded)',
    );
    assert.match(markdown('serviceCIDR'), /Deprecated\. Use `networking\.serviceCIDR` instead\./u);
    assert.match(markdown('sleepMode', '0.30.0'), /From 0\.24 to 0\.31/u);
    assert.match(
      markdown('sync.nodes.syncAllNodes', '0.14.2'),
      /In a vcluster\.yaml: `sync\.fromHost\.nodes\.selector\.all`/u,
    );
  });
});
