import type { Answer } from './answer.ts';
import type { Installer, InstallRequest } from './installer.ts';
import { badRequest, methodNotAllowed } from './refusal.ts';

/** Below this path, the playground installs, changes and takes away releases: `…/NAMESPACE/NAME`. No Kubernetes has it. */
export const releasesPath = '/playground/releases/';

/** What is answered, always with 200: nothing, or why it was not done. */
export interface ReleaseAnswer {
  readonly error?: { readonly kind: string; readonly message: string };
}

async function outcome(act: Promise<unknown>): Promise<ReleaseAnswer> {
  try {
    await act;
    return {};
  } catch (error) {
    const { kind = 'toolFailed', message } = error as { kind?: string; message: string };
    return { error: { kind, message } };
  }
}

function given(body: unknown): Pick<InstallRequest, 'chart' | 'version' | 'values'> {
  if (typeof body !== 'object' || body === null || !('chart' in body) || !('values' in body)) {
    throw badRequest('a release has a chart, a version and values');
  }
  return body as Pick<InstallRequest, 'chart' | 'version' | 'values'>;
}

/** Does what a request below `releasesPath` asks for: POST installs, PUT upgrades, DELETE uninstalls. */
export function answerRelease(installer: Installer, method: string, path: string, body: unknown): Answer {
  const [namespace = '', name = ''] = path.slice(releasesPath.length).split('/').map(decodeURIComponent);
  if (namespace === '' || name === '') {
    throw badRequest('a release has a namespace and a name');
  }
  const act = (): Promise<unknown> => {
    switch (method) {
      case 'POST':
        return installer.install({ ...given(body), namespace, name });
      case 'PUT':
        return installer.upgrade({ ...given(body), namespace, name });
      case 'DELETE':
        return installer.uninstall({ namespace, name });
      default:
        throw methodNotAllowed();
    }
  };
  const done = outcome(act());
  return {
    kind: 'stream',
    contentType: 'application/json',
    run: (sink) => {
      void done.then((answer) => {
        sink.write(JSON.stringify(answer));
        sink.end();
      });
    },
  };
}
