import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A line from a TCP port of this machine to a socket in a folder, that can be cut, or go silent. */
export class Line {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  /** How many calls came in. */
  calls = 0;

  private constructor(path: string) {
    this.#server = createServer((near) => {
      this.calls += 1;
      const far = connect(path);
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      near.pipe(far).pipe(near);
      for (const socket of pair)
        socket
          .on("error", () => undefined)
          .on("close", () => {
            for (const other of pair) other.destroy();
            this.#pairs.delete(pair);
          });
    });
  }

  static async open(path: string, port = 0): Promise<Line> {
    const line = new Line(path);
    line.#server.listen(port, "127.0.0.1");
    await once(line.#server, "listening");
    return line;
  }

  get endpoint(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return `127.0.0.1:${address.port}`;
  }

  /** Nobody is connected. */
  get idle(): boolean {
    return this.#pairs.size === 0;
  }

  cut(): void {
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** What is connected now stays connected, and nothing comes through any more. */
  silence(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe(far);
      far.unpipe(near);
      near.pause();
      far.pause();
    }
  }

  async close(): Promise<void> {
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, "close");
  }
}
