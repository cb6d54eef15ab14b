import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { cellIds } from "../../src/report/form.ts";
import { numberIn } from "../../src/report/printed.ts";
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
