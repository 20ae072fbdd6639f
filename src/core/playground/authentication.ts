import { randomBytes } from 'node:crypto';
import type { Clock } from './agenda.ts';
import { servedByPlural } from './catalogue.ts';
import type { Store } from './store.ts';

/** A permission, as `rbac/v1.PolicyRule` has it; `namespaces` narrows it, everywhere when left out. `*` is everything. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** Who a token speaks for. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  /** Permissions beside those that RBAC objects give. */
  readonly rules?: readonly Rule[];
  readonly audiences?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** The service account that a user name stands for. */
export function serviceAccountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [system, kind, namespace, name] = user.split(':');
  return system === 'system' && kind === 'serviceaccount' && namespace && name ? { namespace, name } : undefined;
}

/** The tokens that are known. They end when they are revoked, at their time, or with their service account. */
export class Tokens {
  readonly #known = new Map<string, Identity>();
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** A new token for an identity. `lifeMs` makes it expire. */
  issue(
    identity: Omit<Identity, 'groups' | 'expiresAt'> & { readonly groups?: readonly string[] },
    lifeMs?: number,
  ): string {
    const token = randomBytes(24).toString('base64url');
    const groups = [...new Set([...(identity.groups ?? []), 'system:authenticated'])];
    this.#known.set(token, {
      ...identity,
      groups,
      ...(lifeMs === undefined ? {} : { expiresAt: this.#clock.now() + lifeMs }),
    });
    return token;
  }

  revoke(token: string): void {
    this.#known.delete(token);
  }

  /** Who a token speaks for; undefined when it is not, or no longer, valid. */
  identity(token: string | undefined): Identity | undefined {
    const found = token === undefined ? undefined : this.#known.get(token);
    if (!found || (found.expiresAt !== undefined && found.expiresAt <= this.#clock.now())) {
      return undefined;
    }
    const account = serviceAccountOf(found.user);
    if (
      account &&
      this.#store.get(servedByPlural('serviceaccounts'), account.namespace, account.name)?.metadata?.uid !== found.uid
    ) {
      return undefined;
    }
    return found;
  }

  /** Who an `Authorization` header speaks for. */
  fromHeader(header: string | undefined): Identity | undefined {
    return this.identity(/^Bearer (\S+)$/i.exec(header ?? '')?.[1]);
  }
}
