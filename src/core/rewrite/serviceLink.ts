import { isIP } from 'node:net';
import { dig, objects, type Raw, text } from '../vcluster/raw.ts';

/** One way to name such a variable, with what its value must look like. */
interface Shape {
  readonly name: RegExp;
  readonly value: (value: string, parts: readonly string[]) => boolean;
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/u.test(value);
}

/** The address in `tcp://10.0.0.1:443`. */
function addressOf(url: string): string | undefined {
  return /^(?:tcp|udp|sctp):\/\/\[?([^\]/]+)\]?:\d{1,5}$/u.exec(url)?.[1];
}

function isAddress(value: string | undefined): boolean {
  return isIP(value ?? '') !== 0;
}

/** The variables that Kubernetes makes of a Service; the first part of a name stands for the Service. */
const shapes: readonly Shape[] = [
  { name: /^(.+)_SERVICE_HOST$/u, value: isAddress },
  { name: /^(.+)_SERVICE_PORT(?:_[A-Z0-9_]+)?$/u, value: isPort },
  { name: /^(.+)_PORT$/u, value: (value) => isAddress(addressOf(value)) },
  { name: /^(.+)_PORT_\d+_(?:TCP|UDP|SCTP)$/u, value: (value) => isAddress(addressOf(value)) },
  { name: /^(.+)_PORT_\d+_(TCP|UDP|SCTP)_PROTO$/u, value: (value, [, protocol]) => value === protocol?.toLowerCase() },
  { name: /^(.+)_PORT_(\d+)_(?:TCP|UDP|SCTP)_PORT$/u, value: (value, [, port]) => value === port },
  { name: /^(.+)_PORT_\d+_(?:TCP|UDP|SCTP)_ADDR$/u, value: isAddress },
];

function textOf(env: readonly Raw[], name: string): string | undefined {
  return text(env.find((one) => one['name'] === name)?.['value']);
}

/**
 * Whether a variable is one that Kubernetes makes of a Service, beside the others of the same Service in `env`: all of them show one
 * address.
 */
export function isServiceLink(variable: unknown, env: unknown): boolean {
  const [name, value] = [text(dig(variable, 'name')), text(dig(variable, 'value'))];
  if (name === undefined || value === undefined || Object.keys(variable as object).length !== 2) {
    return false;
  }
  const others = objects(env);
  return shapes.some((shape) => {
    const [, service = '', ...parts] = shape.name.exec(name) ?? [];
    const address = isAddress(value) ? value : addressOf(value);
    const [host, url] = [textOf(others, `${service}_SERVICE_HOST`), textOf(others, `${service}_PORT`)];
    return (
      service !== '' &&
      /^[A-Z0-9_]+$/u.test(name) &&
      shape.value(value, ['', ...parts]) &&
      isAddress(host) &&
      addressOf(url ?? '') === host &&
      (address ?? host) === host
    );
  });
}
