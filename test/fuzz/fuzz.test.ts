import { expect, test } from "vitest";
import { attempt, spoiled } from "./attempt.ts";
import { samplesOf } from "./samples.ts";

/** `npm run fuzz` runs thousands per reader; here 200 in all, always the same. */
const inAll = 200;

const folder = process.env["NIANBAO_REPORTS"];
if (folder === undefined)
  process.stdout.write("NIANBAO_REPORTS is not set: no spoiled .doc or PDF is read.\n");
const all = await samplesOf(folder);
const each = Math.ceil(inAll / all.length);

test.each(all.map((samples) => [samples.reader, samples] as const))(
  "spoiled files end in a report or in one sentence: %s",
  async (_, samples) => {
    for (let number = 1; number <= each; number++) {
      const { fault } = await attempt(samples, number);
      expect(fault, `number ${number}`).toBeUndefined();
    }
  },
);

test("the same number always spoils a file in the same way", () => {
  for (const samples of all)
    for (const number of [1, 2, 3]) expect(spoiled(samples, number)).toEqual(spoiled(samples, number));
});
