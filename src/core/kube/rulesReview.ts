import type { KubeClient, RequestOptions } from './client.ts';
import type { Permission } from './error.ts';

/** One rule of what a user may do; `*` stands for anything. With names of resources, it is about those alone. */
export interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** What an API server lists of the rules for this user in a namespace, those for the whole cluster among them. */
export interface RuleList {
  readonly rules: readonly ResourceRule[];
  /** False where an authorizer has no rules to list, such as a webhook: then more may be allowed than is listed. */
  readonly complete: boolean;
}

const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function ruleOf(value: unknown): ResourceRule {
  const rule = (value ?? {}) as Readonly<Record<keyof ResourceRule, unknown>>;
  return {
    verbs: texts(rule.verbs),
    apiGroups: texts(rule.apiGroups),
    resources: texts(rule.resources),
    resourceNames: texts(rule.resourceNames),
  };
}

function listOf(answer: unknown): RuleList | undefined {
  const status = (answer as { status?: Readonly<Record<string, unknown>> } | null)?.status;
  const rules = status?.['resourceRules'];
  return Array.isArray(rules)
    ? { rules: rules.map(ruleOf), complete: status?.['incomplete'] !== true && !status?.['evaluationError'] }
    : undefined;
}

/**
 * Asks the API server for all rules that hold for this user in a namespace (SelfSubjectRulesReview); undefined where it cannot
 * say. Never rejects.
 */
export async function reviewRules(
  client: KubeClient,
  namespace: string,
  options: RequestOptions = {},
): Promise<RuleList | undefined> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  try {
    return listOf(await client.request('POST', path, review, options));
  } catch {
    return undefined;
  }
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

/** Whether a rule allows something, for some objects at least. A subresource goes by `*`, its full name or `*` and its own. */
export function ruleAllows(rule: ResourceRule, { verb, group, resource }: Omit<Permission, 'namespace'>): boolean {
  const [, subresource] = resource.split('/');
  return (
    includes(rule.verbs, verb) &&
    includes(rule.apiGroups, group) &&
    (includes(rule.resources, resource) || (subresource !== undefined && rule.resources.includes(`*/${subresource}`)))
  );
}
