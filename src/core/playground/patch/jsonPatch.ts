import { badRequest, Refusal } from '../refusal.ts';
import { isTree, sameJson, textAt } from '../tree.ts';

function pointer(path: string): readonly string[] {
  if (path === '') {
    return [];
  }
  if (!path.startsWith('/')) {
    throw badRequest(`json patch: path "${path}" does not start with /`);
  }
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function failed(what: string, path: string): Refusal {
  const message = `the server rejected our request due to an error in our request: ${what} operation does not apply: doc is missing path: "${path}"`;
  return new Refusal(422, 'Invalid', message);
}

function read(document: unknown, path: string, what: string): unknown {
  return pointer(path).reduce((here, step) => {
    const next = Array.isArray(here) ? here[Number(step)] : isTree(here) ? here[step] : undefined;
    if (next === undefined) {
      throw failed(what, path);
    }
    return next;
  }, document);
}

type Leaf = (parent: Record<string, unknown> | unknown[], step: string) => void;

/** A copy of the document in which `change` was applied to the (copied) parent of the path's last step. */
function edit(document: unknown, path: string, what: string, change: Leaf): unknown {
  const walk = (here: unknown, steps: readonly string[]): unknown => {
    const [step = '', ...rest] = steps;
    if (!Array.isArray(here) && !isTree(here)) {
      throw failed(what, path);
    }
    const copy: Record<string, unknown> | unknown[] = Array.isArray(here) ? [...here] : { ...here };
    if (rest.length === 0) {
      change(copy, step);
    } else {
      const child: unknown = Array.isArray(copy) ? copy[Number(step)] : copy[step];
      const next = walk(child, rest);
      if (Array.isArray(copy)) {
        copy[Number(step)] = next;
      } else {
        copy[step] = next;
      }
    }
    return copy;
  };
  return walk(document, pointer(path));
}

function add(document: unknown, path: string, value: unknown): unknown {
  if (path === '') {
    return value;
  }
  return edit(document, path, 'add', (parent, step) => {
    if (!Array.isArray(parent)) {
      parent[step] = value;
      return;
    }
    const index = step === '-' ? parent.length : Number(step);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) {
      throw failed('add', path);
    }
    parent.splice(index, 0, value);
  });
}

function remove(document: unknown, path: string, what: string): unknown {
  read(document, path, what);
  return edit(document, path, what, (parent, step) => {
    if (Array.isArray(parent)) {
      parent.splice(Number(step), 1);
    } else {
      delete parent[step];
    }
  });
}

function step(document: unknown, operation: unknown): unknown {
  const op = textAt(operation, 'op');
  const path = textAt(operation, 'path');
  if (op === undefined || path === undefined || !isTree(operation)) {
    throw badRequest('error decoding patch: an operation needs op and path');
  }
  switch (op) {
    case 'add':
      return add(document, path, operation['value']);
    case 'remove':
      return remove(document, path, op);
    case 'replace':
      return path === '' ? operation['value'] : add(remove(document, path, op), path, operation['value']);
    case 'move':
    case 'copy': {
      const from = textAt(operation, 'from') ?? '';
      const value = read(document, from, op);
      return add(op === 'move' ? remove(document, from, op) : document, path, value);
    }
    case 'test':
      if (!sameJson(read(document, path, op), operation['value'])) {
        throw new Refusal(
          422,
          'Invalid',
          `the server rejected our request due to an error in our request: testing path ${path} failed`,
        );
      }
      return document;
    default:
      throw badRequest(`error decoding patch: unknown operation ${op}`);
  }
}

/** Applies a JSON patch (RFC 6902). A path that is not there and a failed test are 422, an unreadable patch 400. */
export function jsonPatch(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) {
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  return operations.reduce(step, document);
}
