import type { KubeObject } from '../kube/resource.ts';
import type { Served } from './catalogue.ts';
import { badRequest } from './refusal.ts';
import type { Predicate } from './selector.ts';
import { at } from './tree.ts';

const everywhere = ['metadata.name', 'metadata.namespace'];

/** The fields that kube-apiserver can select by, beside name and namespace. */
const selectable: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  services: ['spec.clusterIP', 'spec.type'],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  replicasets: ['status.replicas'],
  jobs: ['status.successful'],
  events: [
    ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
      (field) => `involvedObject.${field}`,
    ),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

function fieldText(object: KubeObject, field: string): string {
  const value = field === 'source' ? at(object, 'source', 'component') : at(object, ...field.split('.'));
  return value === undefined || value === null ? '' : String(value);
}

/** The predicate of a `fieldSelector`. Throws a 400 for a field that the resource cannot be selected by, as Kubernetes does. */
export function fieldPredicate(type: Served, selector: string | undefined): Predicate | undefined {
  const tests = (selector ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part): Predicate => {
      const parsed = /^([\w.]+)(==|=|!=)(.*)$/.exec(part);
      if (!parsed) {
        throw badRequest(`invalid selector: '${selector}'; can't understand '${part}'`);
      }
      const [, field = '', operator, value = ''] = parsed;
      if (!everywhere.includes(field) && !selectable[type.plural]?.includes(field)) {
        throw badRequest(`field label not supported: ${field}`);
      }
      return (object) => (fieldText(object, field) === value) === (operator !== '!=');
    });
  return tests.length === 0 ? undefined : (object) => tests.every((test) => test(object));
}

/** Both predicates in one; undefined when everything is meant. */
export function both(left: Predicate | undefined, right: Predicate | undefined): Predicate | undefined {
  return left && right ? (object) => left(object) && right(object) : (left ?? right);
}
