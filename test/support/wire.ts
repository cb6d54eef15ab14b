import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** The way to a database, which can be cut and can fall silent. */
export interface Wire {
  url: string;
  /** Every connection ends, and new ones are refused until it is mended. */
  cut(): Promise<void>;
  /** Nothing arrives any more, in either direction, and nothing ends. */
  silence(): void;
  /** The next transaction is committed, and the answer to that is lost together with its connection; resolves then. */
  loseCommit(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** As a client says it, alone. */
const commit = Buffer.from("Q\0\0\0\x0bCOMMIT\0", "latin1");

/** A way of its own to the database at `url`. */
export async function wireTo(url: string): Promise<Wire> {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  let silent = false;
  let losing: (() => void) | undefined;
  const pass = (near: Socket): void => {
    const far = connect(Number(to.port), to.hostname);
    let doomed: (() => void) | undefined;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on("data", (bytes) => {
      if (silent) return;
      if (losing !== undefined && bytes.includes(commit)) {
        doomed = losing;
        losing = undefined;
      }
      far.write(bytes);
    });
    far.on("data", (bytes) => {
      if (silent) return;
      if (doomed === undefined) return void near.write(bytes);
      near.destroy();
      doomed();
    });
  };
  const open = async (port: number): Promise<Server> => {
    const server = createServer(pass).listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  let server = await open(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const end = async (): Promise<void> => {
    const closed = server.listening ? once(server, "close") : undefined;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const here = new URL(url);
  here.hostname = "127.0.0.1";
  here.port = `${port}`;
  return {
    url: here.href,
    cut: end,
    silence: () => void (silent = true),
    loseCommit: () => new Promise((lost) => (losing = lost)),
    async mend() {
      silent = false;
      if (!server.listening) server = await open(port);
    },
    close: end,
  };
}
