import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Interview } from "../support/interview.ts";
import { readTranscript } from "../support/transcript.ts";

const folder = import.meta.dirname;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
  const transcript = readTranscript(join(folder, file));
  test(`${file}: ${transcript.title}`, async () => {
    const interview = new Interview(transcript.time);
    for (const { said, answered } of transcript.exchanges) {
      expect(await interview.say(said), said).toBe(answered);
    }
    expect(interview.result()).toEqual(transcript.result);
  });
}
