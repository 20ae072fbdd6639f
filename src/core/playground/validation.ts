import type { KubeObject } from '../kube/resource.ts';
import type { Served } from './catalogue.ts';
import { type FieldError, invalid } from './refusal.ts';
import { at, listAt, nameOf, numberAt, sameJson, textAt, treeAt } from './tree.ts';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const labelKey = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";

/** Names that are path segments only, not host names: RBAC allows colons and capitals in them. */
const freelyNamed = new Set(['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings']);
/** Kinds whose names become host names and so are at most one label. */
const labelNamed = new Set(['namespaces', 'services']);

function nameErrors(type: Served, name: string): readonly FieldError[] {
  const quoted = (rule: string): readonly FieldError[] => [
    { field: 'metadata.name', message: `Invalid value: "${name}": ${rule}` },
  ];
  if (name === '') {
    return [
      {
        field: 'metadata.name',
        message: 'Required value: name or generateName is required',
        reason: 'FieldValueRequired',
      },
    ];
  }
  if (freelyNamed.has(type.plural)) {
    return /[/%]/.test(name) || name === '.' || name === '..' ? quoted("may not contain '/' or '%'") : [];
  }
  if (labelNamed.has(type.plural)) {
    return name.length > 63 ? quoted('must be no more than 63 characters') : label.test(name) ? [] : quoted(labelRule);
  }
  return name.length > 253
    ? quoted('must be no more than 253 characters')
    : subdomain.test(name)
      ? []
      : quoted(subdomainRule);
}

function labelErrors(object: KubeObject): readonly FieldError[] {
  return Object.entries(treeAt(object, 'metadata', 'labels')).flatMap(([key, value]): readonly FieldError[] => {
    if (!labelKey.test(key) || (key.split('/').at(-1) ?? '').length > 63) {
      return [
        {
          field: 'metadata.labels',
          message: `Invalid value: "${key}": name part must consist of alphanumeric characters, '-', '_' or '.'`,
        },
      ];
    }
    if (typeof value !== 'string' || value.length > 63 || !labelValue.test(value)) {
      const rule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', of no more than 63";
      return [{ field: 'metadata.labels', message: `Invalid value: ${JSON.stringify(value)}: ${rule}` }];
    }
    return [];
  });
}

function required(object: KubeObject, ...path: readonly string[]): readonly FieldError[] {
  const value = at(object, ...path);
  const missing = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return missing ? [{ field: path.join('.'), message: 'Required value', reason: 'FieldValueRequired' }] : [];
}

function replicasErrors(object: KubeObject): readonly FieldError[] {
  const replicas = numberAt(object, 'spec', 'replicas') ?? 0;
  const rule = 'must be greater than or equal to 0';
  return replicas < 0 ? [{ field: 'spec.replicas', message: `Invalid value: ${replicas}: ${rule}` }] : [];
}

function selectorErrors(object: KubeObject): readonly FieldError[] {
  const wanted = treeAt(object, 'spec', 'selector', 'matchLabels');
  const given = treeAt(object, 'spec', 'template', 'metadata', 'labels');
  const fits = Object.entries(wanted).every(([key, value]) => given[key] === value);
  const message = `Invalid value: ${JSON.stringify(given)}: \`selector\` does not match template \`labels\``;
  return fits ? [] : [{ field: 'spec.template.metadata.labels', message }];
}

function specErrors(type: Served, object: KubeObject): readonly FieldError[] {
  switch (type.plural) {
    case 'pods':
      return [
        ...required(object, 'spec', 'containers'),
        ...listAt(object, 'spec', 'containers').flatMap((container, index) =>
          ['name', 'image'].flatMap((field): readonly FieldError[] =>
            textAt(container, field)
              ? []
              : [
                  {
                    field: `spec.containers[${index}].${field}`,
                    message: 'Required value',
                    reason: 'FieldValueRequired',
                  },
                ],
          ),
        ),
      ];
    case 'statefulsets':
    case 'deployments':
    case 'replicasets':
      return [
        ...required(object, 'spec', 'selector'),
        ...required(object, 'spec', 'template', 'spec', 'containers'),
        ...replicasErrors(object),
        ...selectorErrors(object),
      ];
    case 'services':
      return textAt(object, 'spec', 'type') === 'ExternalName' || at(object, 'spec', 'clusterIP') === 'None'
        ? []
        : required(object, 'spec', 'ports');
    default:
      return [];
  }
}

/** Throws a 422 with every rule that the object breaks: names, labels and what its kind cannot do without. */
export function validate(type: Served, object: KubeObject): void {
  const errors = [...nameErrors(type, nameOf(object)), ...labelErrors(object), ...specErrors(type, object)];
  if (errors.length > 0) {
    throw invalid(type.kind, type.group, nameOf(object), errors);
  }
}

const mutableStatefulSetFields = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);

/** Throws a 422 when a change touches what cannot be changed after creation. */
export function validateUpdate(type: Served, before: KubeObject, after: KubeObject): void {
  const changed = (field: string) => !sameJson(at(before, 'spec', field), at(after, 'spec', field));
  const fail = (field: string, message: string) => invalid(type.kind, type.group, nameOf(after), [{ field, message }]);
  if (type.plural === 'statefulsets') {
    const fields = new Set([...Object.keys(treeAt(before, 'spec')), ...Object.keys(treeAt(after, 'spec'))]);
    if ([...fields].some((field) => !mutableStatefulSetFields.has(field) && changed(field))) {
      const allowed = [...mutableStatefulSetFields].map((field) => `'${field}'`).join(', ');
      throw fail('spec', `Forbidden: updates to statefulset spec for fields other than ${allowed} are forbidden`);
    }
  }
  if (['deployments', 'replicasets'].includes(type.plural) && changed('selector')) {
    throw fail('spec.selector', 'Invalid value: field is immutable');
  }
  if (
    ['secrets', 'configmaps'].includes(type.plural) &&
    at(before, 'immutable') === true &&
    !sameJson(before['data'], after['data'])
  ) {
    throw fail('data', 'Forbidden: field is immutable when `immutable` is set');
  }
  if (type.plural === 'secrets' && !sameJson(before['type'], after['type'])) {
    throw fail('type', `Invalid value: "${String(after['type'])}": field is immutable`);
  }
}
