import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeconfigUser } from '../kubeconfig/model.ts';
import { isLegacyProvider } from './clientNodeConfig.ts';

/** Why the credentials of a user could not be made use of. */
export function credentialsError(error: unknown, user: KubeconfigUser): KubeError {
  const { path, code } = error as { path?: unknown; code?: unknown };
  if (typeof path === 'string') {
    const message = l10n.t(
      'The file {0} that the kubeconfig names cannot be read ({1}). Restore it, or correct the kubeconfig.',
      printable(path),
      String(code),
    );
    return new KubeError('credentials', message, { cause: error });
  }
  const provider = user.authProvider?.name;
  if (isLegacyProvider(provider)) {
    const message = l10n.t(
      'The sign-in of auth-provider {0} has expired, and Kubernetes no longer supports it. Use its exec plugin instead.',
      String(provider),
    );
    return new KubeError('credentials', message, { cause: error });
  }
  const why = printable(error instanceof Error ? error.message : '', 200);
  return new KubeError(
    'credentials',
    l10n.t(
      'The credentials of the kubeconfig could not be used: {0}. Sign in again with the tool that made them.',
      why,
    ),
    { cause: error },
  );
}
