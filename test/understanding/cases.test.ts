import { describe, expect, test } from "vitest";
import { cases } from "./cases.ts";
import { hear, summary } from "./saying.ts";

describe("what clerks say, and what follows from it", () => {
  for (const [index, [asked, say, follows, before]] of cases.entries())
    test(`${index + 1} ${asked ?? "no question"} · ${say} → ${follows}`, () => {
      expect(summary(hear(say, { asked, ...before }))).toBe(follows);
    });
});
