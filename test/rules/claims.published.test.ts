import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { claimsOf } from "../../src/rules/claims.ts";
import { reportsFolder } from "./publishedFacts.ts";

const folder = reportsFolder();
const Page = z.object({ year: z.coerce.number().int().catch(0), text: z.string() });

/** What is bound in the beginnings of published reports, read by eye; in all others nothing. */
const bound: Readonly<Record<string, readonly string[]>> = {
  "003": ["requests.received none"],
  "005": ["requests.received 0", "requests.handled 0"],
  "009": ["disputes.both.total none"],
  "017": ["requests.received 0", "requests.received none", "disputes.both.total none"],
  "021": ["requests.carriedOut 1"],
  "025": ["requests.received 12", "requests.grantedAtAll 6", "requests.unavailable 6"],
  "029": ["requests.received 11", "requests.handled 11", "requests.carriedOut 0"],
  "031": ["requests.received 14", "disputes.reconsideration.total 1", "disputes.suits.total 1"],
  "037": ["requests.received none"],
  "039": ["requests.received 2"],
  "041": ["disputes.both.total none"],
  "043": ["requests.handled 7"],
  "047": ["requests.accepted 41"],
  "049": [
    "requests.received 4",
    "requests.handled 3",
    "requests.carriedOut 1",
    "disputes.reconsideration.total 1",
  ],
  "055": ["requests.received none"],
  "059": ["requests.received none"],
  "061": ["requests.received 7"],
  "063": ["disputes.both.total none", "requests.received 0"],
  "067": ["requests.received 1", "disputes.both.total none"],
  "069": ["requests.received none"],
  "075": ["requests.received 78", "requests.carriedIn 3", "requests.handled 75", "requests.carriedOut 3"],
  "087": ["requests.received 16"],
  "089": ["requests.received 1"],
  "093": ["requests.received none"],
  "095": ["requests.received none"],
  "097": ["requests.received 1"],
  "101": ["requests.received none"],
  "105": ["requests.received 25", "requests.carriedOut 2", "disputes.reconsideration.total 1"],
  "107": ["requests.received 0"],
  "111": ["requests.received 5", "requests.granted 3", "requests.partlyGranted 1", "requests.refused 1"],
  "115": ["requests.received none", "disputes.both.total none"],
  "117": ["requests.received 2", "requests.partlyGranted 2"],
  "119": ["requests.received none"],
  "121": ["requests.received none"],
  "127": ["requests.accepted 7"],
  "135": ["requests.received 8", "requests.carriedIn 0", "requests.handled 8", "disputes.both.total none"],
  "141": ["requests.received none"],
  "143": ["requests.received 3"],
  "147": ["requests.received 0", "requests.carriedIn 0"],
};

it("what a report made for this project says is bound as well", () => {
  const text = "2024年，本机关共收到政府信息公开申请6件，办结5件，结转下年度1件。接待来访12批次。";
  const said = claimsOf(text, "overview", 2024).map(({ quantity, value }) => `${quantity.id} ${value}`);
  expect(said).toEqual(["requests.received 6", "requests.handled 5", "requests.carriedOut 1"]);
});

if (folder !== undefined) {
  describe("the beginnings of published reports", () => {
    const pages = readdirSync(join(folder, "pages")).sort();
    it.each(pages)("%s", (file) => {
      const { year, text } = Page.parse(JSON.parse(readFileSync(join(folder, "pages", file), "utf8")));
      const claims = claimsOf(text, "overview", year === 0 ? undefined : year);
      const said = claims.map(({ quantity, value, none }) => `${quantity.id} ${none ? "none" : value}`);
      expect(said).toEqual(bound[file.slice(0, 3)] ?? []);
      for (const { none, start, end } of claims) if (!none) expect(text.slice(start, end)).toMatch(/^\S+$/);
    });
  });
}
