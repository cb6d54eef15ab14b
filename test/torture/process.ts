import { z } from "zod";
import { Access } from "../../src/dispatch/access.ts";
import { Dispatch } from "../../src/dispatch/dispatch.ts";
import { openLog } from "../../src/log.ts";
import { readReport } from "../../src/reading/read.ts";
import { Line, tell } from "./line.ts";
import { openFor, Where } from "./openFor.ts";
import type { ToProcess } from "./wire.ts";

/** One process of the service, with the platform in its parent. It is killed at any moment. */
const given = z.object({ where: Where, access: z.string() }).parse(JSON.parse(process.argv[2] ?? ""));
const log = openLog(process.stderr);
const now = (): Date => new Date();
const line = new Line();
const store = await openFor(given.where);
const dispatch = new Dispatch({
  ...{ channels: [line], store, access: new Access({ file: given.access, now, log }), now, log },
  read: readReport,
});
process.on("message", (what: ToProcess) => (what.kind === "stop" ? void stop() : line.hear(what)));
process.on("disconnect", () => process.exit(1));
await dispatch.start();
tell({ kind: "ready" });

async function stop(): Promise<void> {
  await dispatch.stop();
  await store.close();
  process.exit(0);
}
