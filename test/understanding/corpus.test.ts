import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { understandLine } from "../../src/understanding/line.ts";
import { Answer, judge, Utterance, type Judged } from "./judging.ts";

const judged = (line: string): Judged =>
  judge(Utterance.parse(JSON.parse(line)), Answer.parse(understandLine(line)));

const path = process.env["NIANBAO_CORPUS"];
if (path === undefined) {
  test("the corpus of utterances is judged where NIANBAO_CORPUS names it", () => {
    process.stdout.write("NIANBAO_CORPUS is not set: the corpus of utterances was not read.\n");
    expect(path).toBeUndefined();
  });
} else {
  test("no utterance of the corpus is read wrongly, and nine of ten completely", () => {
    const lines = readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
    const all = lines.map(judged);
    const wrong = all.filter((one) => one.wrong.length > 0);
    const partly = all.filter((one) => one.wrong.length === 0 && one.missing.length > 0);
    const full = all.length - wrong.length - partly.length;
    process.stdout.write(
      `corpus: ${full} read completely, ${partly.length} partly, ${wrong.length} wrongly\n`,
    );
    expect(wrong).toEqual([]);
    expect(full / all.length, JSON.stringify(partly)).toBeGreaterThanOrEqual(0.9);
  });
}
