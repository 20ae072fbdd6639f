interface FailureDetail {
  /** The id of the vcluster that the command was about, also where the user picked it. */
  readonly vcluster?: string;
  /** A way to go on with all that was entered. `title` is the text of its button. */
  readonly goOn?: { readonly title: string; readonly run: () => Promise<void> };
}

/** What went wrong, as the cause, with what the command knew by then. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly detail: FailureDetail;

  constructor(cause: unknown, detail: FailureDetail) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.detail = detail;
  }
}

/** Does something to a vcluster, so that the buttons below an error are about that one and nobody has to pick it again. */
export async function aboutVCluster<T>(id: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(error, { vcluster: id });
  }
}
