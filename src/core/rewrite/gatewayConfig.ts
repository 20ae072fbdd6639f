import { dig } from '../vcluster/raw.ts';

/** The keys below sync.toHost.gatewayApi, with the resource that each stands for. */
export const gatewayOfKey: Readonly<Record<string, string>> = {
  gateways: 'gateways',
  httpRoutes: 'httproutes',
  tlsRoutes: 'tlsroutes',
  backendTLSPolicies: 'backendtlspolicies',
  referenceGrants: 'referencegrants',
};

/** Switches that may be a text: `auto`, `true` or `false`. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

/** The resources of the Gateway API that are synced to the host; its own switch stands for two of them (since v0.35). */
export function gatewayResources(values: object, multi: boolean): readonly string[] {
  const given = dig(values, 'sync', 'toHost', 'gatewayApi');
  const all = dig(given, 'enabled') === true;
  const on = (key: string): boolean => isOn(dig(given, key, 'enabled'));
  const routes = [
    ...(all || on('httpRoutes') ? ['httproutes'] : []),
    ...(on('tlsRoutes') ? ['tlsroutes'] : []),
    ...(on('backendTLSPolicies') ? ['backendtlspolicies'] : []),
  ];
  const grants = dig(given, 'referenceGrants', 'enabled') ?? 'auto';
  const granted = multi && (isOn(grants) || (grants === 'auto' && routes.length > 0));
  return [...(all || on('gateways') ? ['gateways'] : []), ...routes, ...(granted ? ['referencegrants'] : [])];
}
