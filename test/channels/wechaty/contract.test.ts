import { expect, it } from "vitest";
import { channelContract } from "../../contracts/channel.ts";
import { installed, notRun } from "./installed.ts";

if (installed) {
  const { wechatyRig } = await import("./rig.ts");
  channelContract("wechaty", wechatyRig);
} else {
  process.stderr.write(`${notRun}\n`);
  it(notRun, () => expect(installed).toBe(false));
}
