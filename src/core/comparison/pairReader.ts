import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { asKubeError } from '../kube/asKubeError.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeObject, ResourceType } from '../kube/resource.ts';
import type { ComparedSide } from './comparison.ts';
import type { KindEntry } from './rowIndex.ts';

/** The clients of the two clusters; the inside's only while it can be seen. */
export interface BothClients {
  readonly virtual: KubeClient | undefined;
  readonly host: KubeClient;
}

/** What was read of one side. */
export interface SideRead {
  readonly object?: KubeObject;
  /** It was there when it was last seen, and is not any more. */
  readonly deleted?: boolean;
  /** Why it could not be read. */
  readonly problem?: KubeError;
}

export interface PairRead {
  readonly virtual: SideRead;
  readonly host: SideRead;
}

/** An error for an object that is on neither side. */
export function objectGone(key: string): OperationError {
  const name = printable(key.slice(key.lastIndexOf('/') + 1));
  return new OperationError('gone', l10n.t('{0} is on neither side any more. Choose another object.', name));
}

/** Objects of both sides in full, each read anew: nothing is kept of them. */
export class PairReader {
  readonly #clients: () => BothClients;

  constructor(clients: () => BothClients) {
    this.#clients = clients;
  }

  /** Both sides of a pair. @throws OperationError `gone`; KubeError where nothing could be read at all */
  async both(key: string, { type, pair }: KindEntry): Promise<PairRead> {
    const clients = this.#clients();
    const [virtual, host] = await Promise.all([
      read(clients.virtual, type, pair.virtual),
      read(clients.host, type, pair.host),
    ]);
    if (virtual.object === undefined && host.object === undefined) {
      throw host.problem ?? virtual.problem ?? objectGone(key);
    }
    return { virtual, host };
  }

  /** One side. @throws OperationError `gone`, KubeError */
  async one(key: string, { type, pair }: KindEntry, side: ComparedSide): Promise<KubeObject> {
    const { object, problem } = await read(this.#clients()[side], type, pair[side]);
    if (object !== undefined) {
      return object;
    }
    const name = printable(key.slice(key.lastIndexOf('/') + 1));
    throw (
      problem ??
      new OperationError(
        'gone',
        side === 'host'
          ? l10n.t('{0} is not on the host.', name)
          : l10n.t('{0} is not inside the vcluster, or the inside is not open.', name),
      )
    );
  }
}

/** An object that says what it is; those of lists do not. */
export function whole(object: KubeObject, { group, version, kind }: ResourceType): KubeObject {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { ...object, apiVersion: object.apiVersion ?? apiVersion, kind: object.kind ?? kind };
}

async function read(
  client: KubeClient | undefined,
  type: ResourceType,
  item: { readonly name: string; readonly namespace?: string } | undefined,
): Promise<SideRead> {
  if (client === undefined || item === undefined) {
    return {};
  }
  try {
    return { object: whole(await client.get(type, item.namespace, item.name), type) };
  } catch (error) {
    return KubeError.is(error, 'notFound') ? { deleted: true } : { problem: asKubeError(error) };
  }
}
