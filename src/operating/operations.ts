import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import { addressOf, listen, urlOf } from "./address.ts";
import { asking } from "./asking.ts";
import { Metrics, type Standing } from "./metrics.ts";
import { readinessOf, type Counts, type Watch, type Watched } from "./readiness.ts";
import { openServer, plain, type Answer } from "./server.ts";

/** So long a store may take to answer; an orchestrator waits a few seconds at most. */
export const storeMs = 1500;

/** The three addresses for whoever watches the service. */
export interface Operations {
  readonly meter: Meter;
  /** Where it answers, as asked from this machine; ends with the port. */
  readonly url: string;
  /** From now on this is what is told; until then it is alive and not ready. */
  watch(watched: Watched): void;
  close(): Promise<void>;
}

/** OutsideError: one sentence why nothing can listen there. */
export async function openOperations(
  text: string,
  { log, patienceMs = storeMs }: { log: Log; patienceMs?: number },
): Promise<Operations> {
  const address = addressOf(text);
  const metrics = new Metrics();
  let watched: Watched | undefined;
  const channels = (): readonly Watch[] => watched?.channels() ?? [];
  const store = asking(async () => {
    await watched?.ping();
    return watched !== undefined;
  }, patienceMs);
  const counts = asking<Counts | undefined>(async () => await watched?.counts(), patienceMs);

  const readyz = async (): Promise<Answer> => {
    const up = (await store()) ?? false;
    const readiness = readinessOf(channels(), { stopping: watched?.stopping() ?? false, store: up });
    const body = `${JSON.stringify(readiness)}\n`;
    return { status: readiness.ready ? 200 : 503, type: "application/json; charset=utf-8", body };
  };
  const scrape = async (): Promise<Answer> => {
    const [up, counted] = await Promise.all([store(), counts()]);
    const standing: Standing = { channels: channels(), store: up ?? false, counts: counted };
    return { status: 200, type: metrics.type, body: await metrics.text(standing) };
  };
  const server = openServer(
    { "/healthz": () => Promise.resolve(plain(200, "ok")), "/readyz": readyz, "/metrics": scrape },
    log,
  );
  const port = await listen(server, address);
  // It keeps no process alive, and a connection that cannot be taken ends none.
  server.unref();
  server.on("error", () => log.warn("operating-refused"));
  log.info("operating", { port });
  return {
    meter: metrics,
    url: urlOf({ ...address, port }, ""),
    watch: (next) => (watched = next),
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      await promise;
    },
  };
}
