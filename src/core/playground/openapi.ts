import { resourcePath } from '../kube/resource.ts';
import { apiVersionOf, catalogue } from './catalogue.ts';
import type { Tree } from './tree.ts';

function documentName(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** The index of /openapi/v3. */
export function openApiIndex(): Tree {
  const names = new Set(catalogue.map(({ group, version }) => documentName(group, version)));
  return { paths: Object.fromEntries([...names].map((name) => [name, { serverRelativeURL: `/openapi/v3/${name}` }])) };
}

/**
 * The document of one group version, such as `apis/apps/v1`: no schemas, but the PATCH operations with the parameter by which
 * kubectl sees that fields are validated by the server, so that it does not need a schema. Undefined for one that is not served.
 */
export function openApiDocument(name: string): Tree | undefined {
  const types = catalogue.filter(({ group, version }) => documentName(group, version) === name);
  if (types.length === 0) {
    return undefined;
  }
  const paths = types.map((type) => {
    const path = resourcePath(type, '{namespace}', '{name}').replaceAll('%7B', '{').replaceAll('%7D', '}');
    const kind = { group: type.group, version: type.version, kind: type.kind };
    const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((parameter) => ({
      name: parameter,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    }));
    const patch = { 'x-kubernetes-action': 'patch', 'x-kubernetes-group-version-kind': kind, parameters };
    return [
      path,
      { patch: { ...patch, description: `partially update the specified ${apiVersionOf(type)} ${type.kind}` } },
    ] as const;
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.33.4' },
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
}
