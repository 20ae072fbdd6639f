import type { Exposure, Generation } from '../vcluster/model.ts';
import { dig, type Raw } from '../vcluster/raw.ts';
import { formatValues, parseValues, withValue } from './valuesYaml.ts';

/** Two texts for a diff editor. */
export interface UpgradeDiff {
  readonly deployed: string;
  readonly wanted: string;
}

/**
 * Deployed and wanted values as YAML with their keys in one order, so that only what means something else differs.
 * @throws OperationError `invalid` for values that are no YAML
 */
export function upgradeDiff(deployed: string, wanted: string): UpgradeDiff {
  return { deployed: formatValues(parseValues(deployed)), wanted: formatValues(parseValues(wanted)) };
}

/** How a vcluster is to be reached. */
export interface WantedExposure {
  readonly kind: Exposure['kind'];
  /** For an Ingress. */
  readonly host?: string;
  readonly ingressClass?: string;
}

type Step = (values: Raw) => Raw;

function set(path: string, value: unknown): Step {
  return (values) => withValue(values, path.split('.'), value);
}

/** A list with one text in it, and without another. */
function listed(path: string, added: string | undefined, dropped: string | undefined): Step {
  return (values) => {
    const before = dig(values, ...path.split('.'));
    const rest = (Array.isArray(before) ? (before as readonly unknown[]) : []).filter(
      (one) => one !== added && one !== dropped,
    );
    const after = added === undefined ? rest : [...rest, added];
    return withValue(values, path.split('.'), after.length === 0 ? undefined : after);
  };
}

function serviceType(kind: Exposure['kind']): string {
  return kind === 'Ingress' ? 'ClusterIP' : kind;
}

function currentSteps(values: Raw, { kind, host, ingressClass }: WantedExposure): readonly Step[] {
  const old = dig(values, 'controlPlane', 'ingress', 'host');
  const oldHost = typeof old === 'string' && old !== host ? old : undefined;
  const server = dig(values, 'exportKubeConfig', 'server');
  const ingress = kind === 'Ingress';
  const ownServer = server === undefined || server === `https://${oldHost ?? host}`;
  return [
    set('controlPlane.service.spec.type', serviceType(kind)),
    set('controlPlane.ingress.enabled', ingress),
    set('controlPlane.ingress.host', ingress ? host : undefined),
    ...(ingress && ingressClass !== undefined ? [set('controlPlane.ingress.spec.ingressClassName', ingressClass)] : []),
    listed('controlPlane.proxy.extraSANs', ingress ? host : undefined, ingress ? oldHost : (oldHost ?? host)),
    ...(ownServer ? [set('exportKubeConfig.server', ingress && host ? `https://${host}` : undefined)] : []),
  ];
}

function legacySteps(values: Raw, { kind, host, ingressClass }: WantedExposure): readonly Step[] {
  const old = dig(values, 'ingress', 'host');
  const oldHost = typeof old === 'string' ? old : host;
  const ingress = kind === 'Ingress';
  const flags = (name: string): readonly [added: string | undefined, dropped: string | undefined] => [
    ingress && host ? `${name}${host}` : undefined,
    oldHost === undefined ? undefined : `${name}${oldHost}`,
  ];
  return [
    set('service.type', serviceType(kind)),
    set('ingress.enabled', ingress),
    set('ingress.host', ingress ? host : undefined),
    ...(ingress && ingressClass !== undefined ? [set('ingress.ingressClassName', ingressClass)] : []),
    listed('syncer.extraArgs', ...flags('--tls-san=')),
    listed('syncer.extraArgs', ...flags('--out-kube-config-server=https://')),
  ];
}

/**
 * The values with another exposure and nothing else changed: the type of the Service; for an Ingress also its host, which the certificate
 * has to name and the exported kubeconfig to point at. What an earlier Ingress brought along is taken back.
 * @throws OperationError `invalid` for values that are no YAML
 */
export function withExposure(values: string, generation: Generation, exposure: WantedExposure): string {
  const parsed = parseValues(values);
  const steps = generation === 'current' ? currentSteps(parsed, exposure) : legacySteps(parsed, exposure);
  return formatValues(steps.reduce((state, step) => step(state), parsed));
}
