/** Whoever holds locks: one turn. */
export class Owner {
  waitsFor: string | undefined;
  readonly held = new Set<string>();
}

/** Two owners wait for each other; the last to ask is told so instead of waiting for ever. */
export class Deadlock extends Error {
  override readonly name = "Deadlock";
}

/** Named locks within this process, given in the order of asking. */
export class Locks {
  readonly #queues = new Map<string, { owner: Owner; go: () => void }[]>();

  /** Resolves once the lock is held; asking again for a held one does nothing. Throws Deadlock. */
  async take(name: string, owner: Owner): Promise<void> {
    if (owner.held.has(name)) return;
    const queue = this.#queues.get(name);
    if (queue === undefined) {
      this.#queues.set(name, [{ owner, go: () => undefined }]);
    } else {
      this.#refuseCircle(name, owner);
      owner.waitsFor = name;
      await new Promise<void>((go) => queue.push({ owner, go }));
    }
    owner.held.add(name);
  }

  releaseAll(owner: Owner): void {
    for (const name of owner.held) {
      const queue = this.#queues.get(name);
      queue?.shift();
      const next = queue?.[0];
      if (next === undefined) this.#queues.delete(name);
      else {
        next.owner.waitsFor = undefined;
        next.go();
      }
    }
    owner.held.clear();
  }

  /** Everybody in a queue waits for its head only, so following the heads finds every circle. */
  #refuseCircle(name: string, owner: Owner): void {
    for (let wanted: string | undefined = name; wanted !== undefined;) {
      const head: Owner | undefined = this.#queues.get(wanted)?.[0]?.owner;
      if (head === owner) throw new Deadlock(`a circle of turns waits for ${name}`);
      wanted = head?.waitsFor;
    }
  }
}
