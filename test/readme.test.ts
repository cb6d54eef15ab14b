import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { eventsOfFacts, FactsFile } from "../src/report/facts.ts";
import { Interview } from "./support/interview.ts";

/** What the README claims. */
const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

test("its commands are scripts of the package, and its links and pictures exist", () => {
  for (const [, name = ""] of readme.matchAll(/npm (?:run (?:-s )?|(?=start|test))([a-z]+)/g))
    expect(Object.keys(scripts)).toContain(name);
  for (const [, target = ""] of readme.matchAll(/\]\((?!http)([^)]+)\)/g))
    expect(existsSync(join(root, target)), target).toBe(true);
});

test("its first talk is understood, message by message", async () => {
  const interview = new Interview("2026-11-21T09:00:00+08:00");
  const said = [...readme.matchAll(/^您：(.+)$/gm)].map(([, words = ""]) => words);
  expect(said.length).toBeGreaterThan(2);
  let last = "";
  for (const words of said) {
    last = await interview.say(words);
    expect(last, words).not.toMatch(/没有读懂/);
  }
  expect(last).toContain("填好了：第3部分");
});

describe("its ways to say things", () => {
  const rows = [...readme.matchAll(/^\| (?:报数|报没有|改数|问|看稿、出稿|歇一歇)\s*\| (.+) \|$/gm)];
  const phrases = rows.flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, words = ""]) => words),
  );
  test.each(phrases)("%s", async (words) => {
    const interview = new Interview("2026-01-08T09:00:00+08:00");
    await interview.say("青山区临江街道办事处");
    expect(await interview.say(words)).not.toMatch(/没有读懂/);
  });
  test("are all there", () => expect(phrases.length).toBeGreaterThan(15));
});

test("the example of a FACTS file is one", () => {
  const [, json = ""] =
    /```json\n([^]*?)```/.exec(readFileSync(join(root, "docs", "facts.md"), "utf8")) ?? [];
  expect(eventsOfFacts(FactsFile.parse(JSON.parse(json))).length).toBeGreaterThan(5);
});
