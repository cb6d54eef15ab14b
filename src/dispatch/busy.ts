/** Knows whether anything is going on. */
export class Busy {
  #held = 0;
  #waiting: (() => void)[] = [];

  /** Something has begun; what is given back ends it. */
  hold(): () => void {
    let holding = true;
    this.#held += 1;
    return () => {
      if (!holding) return;
      holding = false;
      this.#held -= 1;
      if (this.#held > 0) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const go of waiting) go();
    };
  }

  get idle(): boolean {
    return this.#held === 0;
  }

  /** Resolves when nothing is going on any more. */
  async whenIdle(): Promise<void> {
    while (this.#held > 0) await new Promise<void>((go) => this.#waiting.push(go));
  }
}
