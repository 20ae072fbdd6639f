import { type Answer, json, plain } from './answer.ts';
import { aggregated, coreVersions, groupList, groupOf, resourceList, versionInfo } from './discovery.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { methodNotAllowed, noSuchPath } from './refusal.ts';
import type { Tree } from './tree.ts';

/** The paths that are answered without a token. */
export const openPaths: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);

const rootPaths = ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'];

function found(body: Tree | undefined): Answer {
  if (!body) {
    throw noSuchPath();
  }
  return json(body);
}

function aggregatedAnswer(core: boolean): Answer {
  const contentType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  return { kind: 'body', status: 200, contentType, text: JSON.stringify(aggregated(core)) };
}

/** Answers paths that are no resources: discovery, health, version and the index of OpenAPI. */
export function answerOther(method: string, path: string, accept: string | undefined, version?: string): Answer {
  if (method !== 'GET' && method !== 'HEAD') {
    throw methodNotAllowed();
  }
  const wantsAggregated = accept?.includes('as=APIGroupDiscoveryList') && accept.includes('v=v2;');
  const [first, second = '', third = ''] = path.slice(1).split('/');
  if (openPaths.has(path)) {
    return plain('ok');
  }
  if (path === '/' || path === '') {
    return json({ paths: rootPaths });
  }
  if (path === '/version') {
    // A vcluster in it says its own version, and is no playground.
    return json({ ...versionInfo(version), ...(version === undefined ? { playground: 'vcluster-explorer' } : {}) });
  }
  if (first === 'openapi' && second === 'v3') {
    const name = path.slice('/openapi/v3/'.length);
    return found(name === '' ? openApiIndex() : openApiDocument(name));
  }
  if (path === '/api' || path === '/apis') {
    return wantsAggregated ? aggregatedAnswer(path === '/api') : json(path === '/api' ? coreVersions() : groupList());
  }
  if (first === 'api') {
    return found(resourceList('', second));
  }
  if (first === 'apis') {
    return found(third === '' ? groupOf(second) : resourceList(second, third));
  }
  throw noSuchPath();
}
