import { expect, it } from "vitest";
import { openStore } from "../../src/store/embedded.ts";
import { emptyFolder } from "./folder.ts";
import { startChild } from "./process.ts";
import { numbers, report, talkAbout } from "./samples.ts";

const rounds = 20;

it(`loses nothing and repeats nothing over ${rounds} kills at different moments`, async () => {
  const folder = emptyFolder();
  let answered: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const child = startChild("append", folder);
    // Round 0 dies before or while the file is made; then after 0, 1, 2, … answers, wherever the next turn just is.
    if (round > 0) await child.until((lines) => lines.length > (round * 7) % 20);
    await child.kill();
    expect(child.err).toBe("");
    answered = [...answered, ...child.lines.filter((line) => line !== "open").map(Number)];

    const store = await openStore(folder);
    const [talk, written] = await store.turn("a", async (unit) => [
      await unit.talk(),
      numbers(await unit.events(report())),
    ]);
    await store.close();
    // In order and none twice; a turn that was written but not yet answered may be one more.
    expect(written).toEqual(written.map((_, index) => index));
    expect(written).toEqual(expect.arrayContaining(answered));
    // The talk was written with the report or not at all.
    expect(talk).toEqual(written.length === 0 ? undefined : talkAbout("青山镇", `${written.length - 1}`));
  }
  expect(answered.length).toBeGreaterThan(rounds);
});

it("refuses a second process while the first one runs, and no longer once it is killed", async () => {
  const folder = emptyFolder();
  const first = startChild("hold", folder);
  await first.until((lines) => lines.includes("open"));

  const second = startChild("hold", folder);
  await second.ended();
  expect(second.lines).toEqual([
    expect.stringMatching(/^refused: OutsideError: 数据文件 .* 正被另一个年报助手使用。/),
  ]);
  expect(second.err).toBe("");
  await expect(openStore(folder)).rejects.toMatchObject({ name: "OutsideError", code: "in-use" });

  await first.kill();
  const third = startChild("hold", folder);
  await third.until((lines) => lines.length > 0);
  expect(third.lines).toEqual(["open"]);
});

it("lets only one of several processes in that start on an empty folder at the same time", async () => {
  const folder = emptyFolder();
  const children = [1, 2, 3].map(() => startChild("hold", folder));
  await Promise.all(children.map((child) => child.until((lines) => lines.length > 0)));
  const said = children.flatMap((child) => child.lines).sort();
  expect(said.filter((line) => line === "open")).toHaveLength(1);
  expect(said.filter((line) => line.includes("正被另一个年报助手使用"))).toHaveLength(2);
});
