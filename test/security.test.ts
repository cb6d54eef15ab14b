import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** The list of threats says which test covers each of them: the tests are there, by these very names. */

const root = join(import.meta.dirname, "..");
const rows = readFileSync(join(root, "docs/security.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .slice(2)
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

interface Named {
  path: string;
  name: string;
}
const namedIn = (cell: string): Named[] =>
  [...cell.matchAll(/`(test\/[^`]+)`：“([^”]+)”/g)].map(([, path = "", name = ""]) => ({ path, name }));

/** The beginning of a test of that name that is not skipped: `it("…",` or, after each, `("…",`. */
const begins = (name: string): RegExp =>
  new RegExp(
    String.raw`(?<!\.(?:skip|todo|only|fails))\(\s*(["'\`])${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}\1,`,
  );

describe("docs/security.md", () => {
  it("names a threat, what is done about it, and a test in each row", () => {
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const [, threat = "", answer = "", proof = "", ...rest] = row;
      expect(rest, threat).toEqual([""]);
      expect(threat).toMatch(/(?:\p{Script=Han}.*){4}/u);
      expect(answer, threat).toMatch(/(?:\p{Script=Han}.*){8}/u);
      expect(namedIn(proof).length, threat).toBeGreaterThan(0);
      // Nothing stands there that is no test.
      expect(proof.split("<br>").length, threat).toBe(namedIn(proof).length);
    }
    expect(new Set(rows.map(([, threat]) => threat)).size).toBe(rows.length);
  });

  it.each(rows.map((row): [string, string] => [row[1] ?? "", row[3] ?? ""]))(
    "%s: its tests are there",
    (_, proof) => {
      for (const { path, name } of namedIn(proof)) {
        expect(existsSync(join(root, path)), path).toBe(true);
        expect(begins(name).test(readFileSync(join(root, path), "utf8")), `${path}: ${name}`).toBe(true);
      }
    },
  );

  it("would notice a test that is not there, or is skipped", () => {
    expect(begins("a b (c)").test('it("a b (c)", async () => {')).toBe(true);
    expect(begins("a b (c)").test('it.each(all)(\n  "a b (c)",\n')).toBe(true);
    expect(begins("a b (c)").test('it.skip("a b (c)", () => {')).toBe(false);
    expect(begins("a b (c)").test('it("a b (c) d", () => {')).toBe(false);
    expect(begins("a b").test('// a b\nexpect("a b")')).toBe(false);
  });
});
