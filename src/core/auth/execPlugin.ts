import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { KubeError } from '../kube/error.ts';
import type { ExecConfig, KubeconfigCluster } from '../kubeconfig/model.ts';
import type { CredentialSource } from './credentialSource.ts';
import { findCommand, hintDetail } from './execCommand.ts';
import { checkExecConfig, type ExecCredential, execInfo, parseExecCredential } from './execCredential.ts';
import { execFailure } from './execFailure.ts';
import { runProcess } from './execProcess.ts';
import type { Environment } from './proxy.ts';

export interface ExecPluginOptions {
  readonly environment: Environment;
  /** How long the plugin may run, in milliseconds. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly platform?: NodeJS.Platform;
}

interface Run {
  readonly result: Promise<ExecCredential>;
  readonly abort: AbortController;
  waiting: number;
}

const maxOutputBytes = 1024 * 1024;
/** A credential is renewed this long before it expires, so that it does not expire on its way. */
const skewMs = 10_000;

/**
 * One exec credential plugin of a kubeconfig. It is run when its credential is first needed, expired or was refused;
 * callers at the same time share one process, which is ended when all of them give up.
 */
export class ExecPlugin implements CredentialSource {
  readonly #config: ExecConfig;
  readonly #cluster: KubeconfigCluster;
  readonly #file: string;
  readonly #options: ExecPluginOptions;
  #credential: ExecCredential | undefined;
  #run: Run | undefined;

  /** `file` is the kubeconfig file that defines the plugin. */
  constructor(config: ExecConfig, cluster: KubeconfigCluster, file: string, options: ExecPluginOptions) {
    this.#config = config;
    this.#cluster = cluster;
    this.#file = file;
    this.#options = options;
  }

  /** The present credential. Rejects with a `KubeError` of kind `plugin`, or `cancelled` after `signal`. */
  async credential(signal: AbortSignal): Promise<ExecCredential> {
    const held = this.#credential;
    if (held !== undefined && (held.expiresAt ?? Number.POSITIVE_INFINITY) - skewMs > this.#options.now()) {
      return held;
    }
    this.#run ??= this.#start();
    return await join(this.#run, signal);
  }

  /** Forgets the credential, after a 401. */
  drop(): void {
    this.#credential = undefined;
  }

  /** Ends the plugin if it runs. */
  close(): void {
    this.#run?.abort.abort();
  }

  #start(): Run {
    const abort = new AbortController();
    const run: Run = { result: this.#ask(abort.signal), abort, waiting: 0 };
    const ended = () => {
      if (this.#run === run) {
        this.#run = undefined;
      }
    };
    run.result.then((credential) => {
      this.#credential = credential;
      ended();
    }, ended);
    abort.signal.addEventListener('abort', ended);
    return run;
  }

  async #ask(signal: AbortSignal): Promise<ExecCredential> {
    const config = this.#config;
    checkExecConfig(config);
    const environment = await this.#environment();
    const platform = this.#options.platform ?? process.platform;
    const command = await findCommand({
      command: config.command,
      file: this.#file,
      environment,
      platform,
      ...hintDetail(config.installHint),
    });
    const end = await runProcess(command, config.args, environment, {
      timeoutMs: this.#options.timeoutMs,
      maxOutputBytes,
      signal,
    });
    if (end.kind === 'exit' && end.code === 0) {
      return parseExecCredential(end.stdout, config);
    }
    throw execFailure(end, config, this.#options.timeoutMs);
  }

  async #environment(): Promise<Environment> {
    const { caData, caFile } = this.#cluster;
    const ca = caData ?? (caFile === undefined ? undefined : await readFile(caFile, 'base64').catch(() => undefined));
    const own = Object.fromEntries(this.#config.env.map(({ name, value }) => [name, value]));
    return { ...this.#options.environment, ...own, KUBERNETES_EXEC_INFO: execInfo(this.#config, this.#cluster, ca) };
  }
}

/** Waits for a run that others may share; the last one to give up ends it. */
function join(run: Run, signal: AbortSignal): Promise<ExecCredential> {
  run.waiting += 1;
  return new Promise((resolve, reject) => {
    const leave = () => {
      signal.removeEventListener('abort', giveUp);
      run.waiting -= 1;
    };
    const giveUp = () => {
      leave();
      if (run.waiting === 0) {
        run.abort.abort();
      }
      reject(new KubeError('cancelled', l10n.t('Cancelled.')));
    };
    run.result.then(
      (credential) => {
        leave();
        resolve(credential);
      },
      (error: unknown) => {
        leave();
        reject(error);
      },
    );
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) {
      giveUp();
    }
  });
}
