import { connect, createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { silent } from "../../src/log.ts";
import { openOperations } from "../../src/operating/operations.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { bareDatabase } from "../support/database.ts";

/** A way to a database that can be cut, and that can swallow what goes over it. */
async function wayTo(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let state: "open" | "silent" | "cut" = "open";
  const server = createServer((near) => {
    if (state === "cut") return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("data", (bytes) => state === "open" && other.write(bytes));
      one.on("error", () => undefined);
      one.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  onTestFinished(() => {
    cut();
    server.close();
  });
  const address = server.address();
  const here = new URL(url);
  here.host = `127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
  return {
    url: here.href,
    turn: (next: typeof state) => {
      state = next;
      if (next !== "silent") cut();
    },
  };
}

it("A database that is gone or silent makes it not ready, alive all the same, and ready when it is back", async () => {
  const way = await wayTo(await bareDatabase());
  const store = await openPostgres(way.url);
  const operations = await openOperations("127.0.0.1:0", { log: silent, patienceMs: 300 });
  onTestFinished(async () => {
    way.turn("open");
    await operations.close();
    await store.close();
  });
  operations.watch({
    channels: () => [{ name: "wecom", state: "ready", local: false }],
    stopping: () => false,
    ping: () => store.ping(),
    counts: () => store.mail.counts(),
  });
  const status = async (path: string): Promise<number> => (await fetch(`${operations.url}${path}`)).status;
  const back = async (): Promise<void> => {
    way.turn("open");
    while ((await status("/readyz")) !== 200) expect(await status("/healthz")).toBe(200);
  };

  expect(await status("/readyz")).toBe(200);
  for (const trouble of ["cut", "silent"] as const) {
    way.turn(trouble);
    expect(await status("/readyz"), trouble).toBe(503);
    expect(await status("/healthz"), trouble).toBe(200);
    const metrics = await (await fetch(`${operations.url}/metrics`)).text();
    expect(metrics).toMatch(/^nianbao_store_up 0$/m);
    expect(metrics).not.toMatch(/^nianbao_inbox_waiting /m);
    await back();
  }
});
