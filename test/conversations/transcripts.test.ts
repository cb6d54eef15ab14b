import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { cellIds } from "../../src/report/form.ts";
import { numberIn } from "../../src/report/printed.ts";
import { noModel, type Model } from "../../src/llm/model.ts";
import { hostileModel, planted } from "../support/hostileModel.ts";
import { Interview } from "../support/interview.ts";
import { paperIn } from "../support/papers.ts";
import { readTranscript } from "../support/transcript.ts";

const folder = import.meta.dirname;
const reports = process.env.NIANBAO_REPORTS ?? "";
if (reports === "")
  process.stdout.write("NIANBAO_REPORTS is not set: documents are not compared with published reports.\n");
const Published = z.object({ cells: z.record(z.string(), z.number().nullable()) });

for (const file of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
  const transcript = readTranscript(join(folder, file));
  test(`${file}: ${transcript.title}`, async () => {
    const interview = new Interview(transcript.time, { group: transcript.group });
    let delivered = 0;
    for (const { said, answered } of transcript.exchanges) {
      expect(await interview.say(said, await paperIn(said)), said).toBe(answered);
      if (delivered === 0 && interview.document !== null) delivered = interview.messages;
    }
    expect(interview.result()).toEqual(transcript.result);
    if (transcript.within > 0) {
      expect(delivered).toBeGreaterThan(0);
      expect(delivered).toBeLessThanOrEqual(transcript.within);
    }
    if (transcript.facts === "" || reports === "") return;
    const path = join(reports, `${transcript.facts}.cells.json`);
    expect(existsSync(path), path).toBe(true);
    const { cells } = Published.parse(JSON.parse(readFileSync(path, "utf8")));
    const { document } = interview;
    if (document === null) throw new Error("no document was handed over");
    for (const cell of cellIds) expect([cell, numberIn(document.printed, cell)]).toEqual([cell, cells[cell]]);
  });
}

const beside: Readonly<Record<string, () => Model>> = {
  "a silent model": () => ({
    ask: () => Promise.resolve({ kind: "none", why: "timeout", used: null }),
    write: () => Promise.resolve({ kind: "none", why: "timeout", used: null }),
  }),
  "a model that reads nothing more": () => ({
    ...noModel,
    ask: (task, schema) =>
      Promise.resolve({
        kind: "answer",
        value: schema.parse({ readings: [], picks: [] }),
        used: { task: task.name, version: task.version, model: "recorded", sent: task.user },
      }),
  }),
  "a hostile model": hostileModel,
};

test.each(Object.keys(beside))("with %s beside it every talk comes to the same report", async (name) => {
  let asked = 0;
  const counted = (model: Model | undefined): Model | undefined =>
    model && {
      ask: (...given) => ((asked += 1), model.ask(...given)),
      write: (...given) => ((asked += 1), model.write(...given)),
    };
  for (const file of readdirSync(folder).filter((entry) => entry.endsWith(".md"))) {
    const { time, group, exchanges, result } = readTranscript(join(folder, file));
    const interview = new Interview(time, { group, model: counted(beside[name]?.()) });
    for (const { said } of exchanges) await interview.say(said, await paperIn(said));
    expect(interview.result(), file).toEqual(result);
    const printed = interview.document?.printed;
    const words = [printed?.preamble, ...(printed?.sections.map(({ text }) => text) ?? [])].join("");
    for (const figure of planted) expect(words, file).not.toContain(String(figure));
  }
  expect(asked).toBeGreaterThan(50);
});
