import type { CreateChoices } from '../../core/create/choices.ts';
import type { Finding } from '../../core/create/finding.ts';
import type { TakenName } from '../../core/create/nameRules.ts';
import type { Engine } from '../../core/engine.ts';
import type { Detour, Place } from './flow.ts';

/** What the questions of the wizard are asked with. */
export class Asking {
  readonly engine: Engine;
  readonly #taken = new Map<string, Promise<readonly TakenName[]>>();
  #known: readonly TakenName[] = [];

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Looks up which names are in use on a host cluster, once. The questions do not wait for it. */
  lookUp(context: string): void {
    if (!this.#taken.has(context)) {
      this.#taken.set(context, this.engine.creation.taken(context));
    }
    void this.#taken.get(context)?.then((taken) => {
      this.#known = taken;
    });
  }

  findings(choices: CreateChoices): readonly Finding[] {
    return this.engine.creation.check(choices, this.#known);
  }

  /** The findings about one choice, without those that say all is well. */
  about(
    choices: CreateChoices,
    ...fields: readonly (keyof CreateChoices)[]
  ): readonly (Finding & { readonly severity: 'error' | 'warning' | 'info' })[] {
    return this.findings(choices).flatMap((finding) => {
      const { severity, field } = finding;
      return severity !== 'ok' && field !== undefined && fields.includes(field) ? [{ ...finding, severity }] : [];
    });
  }
}

/** One question of the wizard: the choices with the answer in them. */
export type Question = (asking: Asking, choices: CreateChoices, place: Place) => Promise<CreateChoices | Detour>;
