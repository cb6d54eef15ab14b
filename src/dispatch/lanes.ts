/** Queues by conversation: what is added to one that runs waits in it, the first of another one begins a run. */
export class Lanes<T> {
  readonly #lanes = new Map<string, T[]>();

  /** `run` works off its lane, and ends it when it is empty. */
  add(key: string, item: T, run: (lane: T[]) => Promise<void>): void {
    const lane = this.#lanes.get(key);
    if (lane !== undefined) {
      lane.push(item);
      return;
    }
    const begun = [item];
    this.#lanes.set(key, begun);
    void run(begun);
  }

  /** What is added from now on begins anew. */
  end(key: string): void {
    this.#lanes.delete(key);
  }
}

/** The lane of a row of the inbox or the outbox. */
export const laneOf = ({ channel, conversation }: { channel: string; conversation: string }): string =>
  `${channel} ${conversation}`;
