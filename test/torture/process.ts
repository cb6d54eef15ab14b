import { Access } from "../../src/dispatch/access.ts";
import { Dispatch } from "../../src/dispatch/dispatch.ts";
import { boundless } from "../../src/dispatch/inbox/limits.ts";
import { openLog } from "../../src/log.ts";
import { readReport } from "../../src/reading/read.ts";
import { Line, tell } from "./line.ts";
import { given, openFor } from "./openFor.ts";
import type { ToProcess } from "./wire.ts";

/** One process of the service, with the platform in its parent. It is killed at any moment. */
const { where, access } = given();
const log = openLog(process.stderr);
const now = (): Date => new Date();
const line = new Line();
const store = await openFor(where);
const dispatch = new Dispatch({
  ...{ channels: [line], store, access: new Access({ file: access, now, log }), now, log },
  read: readReport,
  bounds: boundless,
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
