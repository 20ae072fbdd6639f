import { homedir } from 'node:os';
import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { KubeError } from '../kube/error.ts';
import { setCurrentContext } from './currentContext.ts';
import { kubeconfigPaths } from './paths.ts';
import type { KubeconfigSource } from './source.ts';

export interface UserKubeconfigOptions {
  /** What the user set; asked for each time. */
  readonly setting: () => readonly string[];
  /** The files of our own, such as the playground's. */
  readonly own: () => readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The kubeconfig files of the user, told apart from those of our own that are read beside them. */
export class UserKubeconfig {
  readonly #options: UserKubeconfigOptions;

  constructor(options: UserKubeconfigOptions) {
    this.#options = options;
  }

  /** In order of precedence. */
  get paths(): readonly string[] {
    const { setting, env } = this.#options;
    return kubeconfigPaths({ setting: setting(), env, home: homedir() });
  }

  /** Those of our own as well. */
  get allPaths(): readonly string[] {
    return [...this.paths, ...this.#options.own()];
  }

  /** Whether a context comes from a kubeconfig of our own. */
  isOwn({ value }: Pick<KubeconfigSource, 'value'>, context: string): boolean {
    const entry = value.contexts.find(({ name }) => name === context);
    return entry !== undefined && this.#options.own().includes(entry.file);
  }

  /** Makes a context the current one. @throws KubeError `kubeconfig` */
  async use(source: Pick<KubeconfigSource, 'value' | 'reload'>, context: string): Promise<void> {
    if (this.isOwn(source, context)) {
      const shown = printable(context);
      throw new KubeError(
        'kubeconfig',
        l10n.t('“{0}” has a kubeconfig of its own, and yours stays as it is. Open a terminal on it instead.', shown),
      );
    }
    await setCurrentContext(this.paths, context);
    await source.reload();
  }
}
