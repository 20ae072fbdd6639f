import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { KubeError } from '../kube/error.ts';
import type { Deployment } from './deployment.ts';
import type { Driver } from './driver.ts';
import { parseValues } from './valuesYaml.ts';

/** A release as an embedded host cluster takes it. */
interface EmbeddedRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What installs charts where there are no tools, as on the playground. */
export interface EmbeddedInstaller {
  install(release: EmbeddedRelease): Promise<unknown>;
  /** Rejects with an OperationError `gone` where there is no release. */
  upgrade(release: EmbeddedRelease): Promise<unknown>;
  uninstall(release: Pick<EmbeddedRelease, 'name' | 'namespace'>): Promise<void>;
}

function releaseOf({ name, namespace, chart, values }: Deployment): EmbeddedRelease {
  return { name, namespace, chart: chart.name, version: chart.version, values: parseValues(values) };
}

/** The driver of an embedded host cluster. */
export function createEmbeddedDriver(installer: EmbeddedInstaller): Driver {
  return {
    kind: 'playground',
    label: l10n.t('playground'),
    async deploy(deployment, { signal }) {
      checkGoing(signal);
      try {
        await installer.upgrade(releaseOf(deployment));
      } catch (error) {
        if (!OperationError.is(error, 'gone')) {
          throw error;
        }
        await installer.install(releaseOf(deployment));
      }
    },
    async upgrade(deployment, { signal }) {
      checkGoing(signal);
      await installer.upgrade(releaseOf(deployment));
    },
    async uninstall({ name, namespace }, { signal }) {
      checkGoing(signal);
      try {
        await installer.uninstall({ name, namespace });
      } catch (error) {
        if (!OperationError.is(error, 'gone')) {
          throw error;
        }
      }
    },
  };
}

function checkGoing(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new KubeError('cancelled', l10n.t('Cancelled.'));
  }
}
