import { openStore } from "../../src/store/embedded.ts";
import { counted, report, talkAbout } from "./samples.ts";

/**
 * A process of its own on one data folder, for tests that kill, limit or shut it out.
 * `append FOLDER`: appends numbered events and prints each number once its turn is answered.
 * `hold FOLDER`: opens the store and prints `open`. A failure is printed as `refused: …`.
 * AS_USER: the id of the user to become first.
 */
const [mode, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("no folder");
if (process.env.AS_USER !== undefined) {
  process.setgid?.(Number(process.env.AS_USER));
  process.setuid?.(Number(process.env.AS_USER));
}
const print = (line: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));

try {
  const store = await openStore(folder);
  await print("open");
  if (mode === "hold") setInterval(() => undefined, 1000);
  while (mode === "append") {
    const number = await store.turn("a", async (unit) => {
      const count = (await unit.events(report())).length;
      unit.append(report(), [counted(count)]);
      unit.putTalk(talkAbout("青山镇", `${count}`));
      return count;
    });
    await print(`${number}`);
  }
} catch (error) {
  await print(`refused: ${error instanceof Error ? `${error.name}: ${error.message}` : "not an error"}`);
}
