import type { KubeObject } from '../kube/resource.ts';
import type { Clock } from './agenda.ts';
import type { Identity, Tokens } from './authentication.ts';
import type { Authorizer } from './authorization.ts';
import { apiVersionOf, type Served } from './catalogue.ts';
import { invalid, type Refusal } from './refusal.ts';
import { at, kubeTime, listAt, nameOf, namespaceOf, numberAt, type Tree, textAt, treeAt } from './tree.ts';

const hourSeconds = 3600;
const shortestSeconds = 600;

/** Answers the kinds that are questions: reviews of access, of tokens, and requests for tokens. */
export class Reviewer {
  readonly #tokens: Tokens;
  readonly #authorizer: Authorizer;
  readonly #clock: Clock;

  constructor(tokens: Tokens, authorizer: Authorizer, clock: Clock) {
    this.#tokens = tokens;
    this.#authorizer = authorizer;
    this.#clock = clock;
  }

  /** The review with its status. */
  answer(type: Served, review: KubeObject, asker: Identity): KubeObject {
    const status = this.#status(type, review, asker);
    return {
      kind: type.kind,
      apiVersion: apiVersionOf(type),
      metadata: {},
      ...(at(review, 'spec') ? { spec: review['spec'] } : {}),
      status,
    };
  }

  /** A TokenRequest with the new token of a service account in its status. Throws a 422 for less than ten minutes. */
  token(account: KubeObject, request: KubeObject): KubeObject {
    const seconds = numberAt(request, 'spec', 'expirationSeconds') ?? hourSeconds;
    if (seconds < shortestSeconds) {
      throw this.#tooShort(account, seconds);
    }
    const namespace = namespaceOf(account);
    const audiences = listAt(request, 'spec', 'audiences').filter((one): one is string => typeof one === 'string');
    const user = `system:serviceaccount:${namespace}:${nameOf(account)}`;
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
    const uid = account.metadata?.uid ?? '';
    const token = this.#tokens.issue({ user, groups, uid, audiences }, seconds * 1000);
    return {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name: nameOf(account), namespace },
      spec: { ...treeAt(request, 'spec'), audiences, expirationSeconds: seconds },
      status: { token, expirationTimestamp: kubeTime(this.#clock.now() + seconds * 1000) },
    };
  }

  #tooShort(account: KubeObject, seconds: number): Refusal {
    const message = `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`;
    return invalid('TokenRequest', 'authentication.k8s.io', nameOf(account), [
      { field: 'spec.expirationSeconds', message },
    ]);
  }

  #status(type: Served, review: KubeObject, asker: Identity): Tree {
    switch (type.kind) {
      case 'SelfSubjectReview':
        return { userInfo: userInfo(asker) };
      case 'TokenReview':
        return this.#tokenStatus(textAt(review, 'spec', 'token'));
      case 'SelfSubjectRulesReview':
        return this.#rulesStatus(asker, textAt(review, 'spec', 'namespace'));
      case 'SelfSubjectAccessReview':
        return this.#accessStatus(asker, review);
      default:
        return this.#accessStatus(subjectOf(review), review);
    }
  }

  #tokenStatus(token: string | undefined): Tree {
    const identity = this.#tokens.identity(token);
    if (!identity) {
      return { authenticated: false, user: {}, error: 'invalid bearer token' };
    }
    return { authenticated: true, user: userInfo(identity), audiences: identity.audiences ?? [] };
  }

  #rulesStatus(asker: Identity, namespace: string | undefined): Tree {
    const rules = this.#authorizer.rules(asker, namespace);
    const shown = rules.filter(
      (rule) => rule.namespaces === undefined || (namespace && rule.namespaces.includes(namespace)),
    );
    const resourceRules = shown.map(({ namespaces: _namespaces, ...rule }) => rule);
    return {
      resourceRules,
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/api', '/apis', '/version'] }],
      incomplete: false,
    };
  }

  #accessStatus(identity: Identity, review: KubeObject): Tree {
    const asked = (field: string) => textAt(review, 'spec', 'resourceAttributes', field) ?? '';
    if (at(review, 'spec', 'nonResourceAttributes') !== undefined) {
      return { allowed: true };
    }
    const allowed = this.#authorizer.allowed(identity, {
      verb: asked('verb'),
      group: asked('group'),
      resource: asked('resource'),
      subresource: asked('subresource'),
      namespace: asked('namespace'),
      name: asked('name'),
    });
    return allowed ? { allowed, reason: 'RBAC: allowed' } : { allowed };
  }
}

function userInfo(identity: Identity): Tree {
  return { username: identity.user, groups: identity.groups, ...(identity.uid ? { uid: identity.uid } : {}) };
}

function subjectOf(review: KubeObject): Identity {
  const groups = listAt(review, 'spec', 'groups').filter((one): one is string => typeof one === 'string');
  return { user: textAt(review, 'spec', 'user') ?? '', groups: [...groups, 'system:authenticated'] };
}
