import type { KubeObject } from '../kube/resource.ts';
import { type Identity, type Rule, serviceAccountOf } from './authentication.ts';
import { servedByPlural } from './catalogue.ts';
import { Refusal } from './refusal.ts';
import type { Attributes } from './request.ts';
import type { Store } from './store.ts';
import { listAt, nameOf, namespaceOf, textAt } from './tree.ts';

type Question = Omit<Attributes, 'verb'> & { readonly verb: string };

function includes(list: readonly unknown[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

/** Whether a rule allows what is asked. */
function covers(rule: Rule, { verb, group, resource, subresource, namespace, name }: Question): boolean {
  const wanted = subresource ? `${resource}/${subresource}` : resource;
  const names = rule.resourceNames ?? [];
  return (
    includes(rule.verbs, verb) &&
    includes(rule.apiGroups, group) &&
    (includes(rule.resources, wanted) || (subresource !== '' && rule.resources.includes(`*/${subresource}`))) &&
    (names.length === 0 || names.includes(name)) &&
    (rule.namespaces === undefined || (namespace !== '' && rule.namespaces.includes(namespace)))
  );
}

function texts(value: unknown, field: string): readonly string[] {
  return listAt(value, field).filter((item): item is string => typeof item === 'string');
}

function readRule(value: unknown, namespaces: readonly string[] | undefined): Rule {
  const names = texts(value, 'resourceNames');
  return {
    verbs: texts(value, 'verbs'),
    apiGroups: texts(value, 'apiGroups'),
    resources: texts(value, 'resources'),
    ...(names.length > 0 ? { resourceNames: names } : {}),
    ...(namespaces ? { namespaces } : {}),
  };
}

/** Decides what an identity may do: by the rules of its token, and by the RBAC objects in the store. */
export class Authorizer {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  allowed(identity: Identity, question: Question): boolean {
    return (
      this.#isAdmin(identity) ||
      this.rules(identity, question.namespace || undefined).some((rule) => covers(rule, question))
    );
  }

  /** Throws a 403 in kube-apiserver's words when an identity may not. */
  check(identity: Identity, question: Question): void {
    if (this.allowed(identity, question)) {
      return;
    }
    const { verb, group, resource, subresource, namespace, name } = question;
    const wanted = subresource ? `${resource}/${subresource}` : resource;
    const title = `${resource}${group ? `.${group}` : ''}${name ? ` "${name}"` : ''}`;
    const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
    const message = `${title} is forbidden: User "${identity.user}" cannot ${verb} resource "${wanted}" in API group "${group}" ${scope}`;
    throw new Refusal(403, 'Forbidden', message, {
      ...(name ? { name } : {}),
      ...(group ? { group } : {}),
      kind: resource,
    });
  }

  /** The rules that hold for an identity in a namespace (its cluster-wide ones among them), or at cluster scope. */
  rules(identity: Identity, namespace: string | undefined): readonly Rule[] {
    if (this.#isAdmin(identity)) {
      return [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
    }
    const wide = this.#store.list(servedByPlural('clusterrolebindings'));
    const narrow = namespace === undefined ? [] : this.#store.list(servedByPlural('rolebindings'), namespace);
    const bound = [...wide, ...narrow].filter((binding) => this.#binds(binding, identity));
    return [...(identity.rules ?? []), ...bound.flatMap((binding) => this.#rulesOf(binding))];
  }

  #isAdmin(identity: Identity): boolean {
    return identity.groups.includes('system:masters');
  }

  #binds(binding: KubeObject, identity: Identity): boolean {
    const account = serviceAccountOf(identity.user);
    return listAt(binding, 'subjects').some((subject) => {
      const name = textAt(subject, 'name') ?? '';
      switch (textAt(subject, 'kind')) {
        case 'User':
          return name === identity.user;
        case 'Group':
          return identity.groups.includes(name);
        default:
          return account !== undefined && name === account.name && textAt(subject, 'namespace') === account.namespace;
      }
    });
  }

  #rulesOf(binding: KubeObject): readonly Rule[] {
    const namespace = namespaceOf(binding);
    const name = textAt(binding, 'roleRef', 'name') ?? '';
    const role =
      textAt(binding, 'roleRef', 'kind') === 'Role'
        ? this.#store.get(servedByPlural('roles'), namespace, name)
        : this.#store.get(servedByPlural('clusterroles'), '', name);
    return listAt(role, 'rules').map((rule) => readRule(rule, nameOf(binding) && namespace ? [namespace] : undefined));
  }
}
