import { readFileSync, writeFileSync } from "node:fs";
import { Interview } from "../support/interview.ts";
import { paperIn } from "../support/papers.ts";
import { readTranscript, writeTranscript } from "../support/transcript.ts";

/** Writes the bot's present answers into transcripts, for a person to read and commit: node test/conversations/transcribe.ts FILE.md … */
for (const path of process.argv.slice(2)) {
  const transcript = readTranscript(path);
  const interview = new Interview(transcript.time, { group: transcript.group });
  for (const exchange of transcript.exchanges)
    exchange.answered = await interview.say(exchange.said, await paperIn(exchange.said));
  transcript.result = interview.result();
  const written = writeTranscript(transcript);
  if (written !== readFileSync(path, "utf8")) writeFileSync(path, written);
}
