import type { ExecCredential } from './execCredential.ts';

/** Something that makes credentials, and can make new ones. */
export interface CredentialSource {
  /** The present credential. Rejects with a `KubeError`. */
  credential(signal: AbortSignal): Promise<ExecCredential>;
  /** Forgets it, after a 401. */
  drop(): void;
  /** Ends what is under way. */
  close(): void;
}
