import { BlockList, isIP } from 'node:net';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an API server as kubectl chooses it: `proxy-url` of the cluster, else HTTPS_PROXY or HTTP_PROXY by the
 * scheme of the server unless NO_PROXY names it. The rules are those of golang.org/x/net/http/httpproxy, which differ
 * from those of the usual Node packages: loopback is never proxied, a bare domain covers its subdomains, address ranges
 * in CIDR form count, and ALL_PROXY does not. Undefined when the server is to be reached directly.
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, environment: Environment): string | undefined {
  if (proxyUrl) {
    return proxyUrl;
  }
  const proxy = variable(environment, server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (!proxy || isExcepted(server, variable(environment, 'NO_PROXY'))) {
    return undefined;
  }
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function variable(environment: Environment, name: string): string {
  return (environment[name] || environment[name.toLowerCase()] || '').trim();
}

function isExcepted(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || isWithin(host, '127.0.0.0/8') || host === '::1') {
    return true;
  }
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || isWithin(host, entry) || isNamed(host, port, entry));
}

function isNamed(host: string, port: string, entry: string): boolean {
  const [, bracketed, plain, entryPort] = /^(?:\[(.+)\]|([^:]+|[^:]*:[^:]*:.*?))(?::(\d+))?$/u.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry;
  if (entryPort !== undefined && entryPort !== port) {
    return false;
  }
  if (isIP(host) !== 0) {
    return host === name;
  }
  const domain = name.replace(/^\*\./u, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function isWithin(host: string, range: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || !/^\d+$/u.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
    return false;
  }
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}

/** A URL as it may be shown and logged: without the user name and the password in it. */
export function withoutPassword(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return '?';
  }
}
