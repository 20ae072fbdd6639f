/** Something that holds on to a resource until it is told to let go. Calling `dispose` twice is harmless. */
export interface Disposable {
  dispose(): void;
}

export type Listener<T> = (value: T) => void;
/** Subscribes a listener and gives the handle that ends the subscription. The shape is that of `vscode.Event`. */
export type Event<T> = (listener: Listener<T>) => Disposable;

/** One source of events. A listener that throws does not keep the others from hearing the event. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<Listener<T>>();

  readonly event: Event<T> = (listener) => {
    // A listener of its own for each subscription, so that subscribing one function twice works as expected.
    const own: Listener<T> = (value) => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
