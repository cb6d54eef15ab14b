import { describe, expect, test } from "vitest";
import { examine } from "../../src/checking/examine.ts";
import { withTotals } from "../support/balanced.ts";
import { completeFacts } from "../support/facts.ts";

const facts = completeFacts("青山区临江街道办事处", 2025);
const complete = withTotals(facts.cells);

const errorsOf = async (cells: Readonly<Record<string, number>>) => {
  const { findings } = await examine(new TextEncoder().encode(JSON.stringify({ ...facts, cells })));
  return findings.filter(({ severity }) => severity === "error");
};

describe("a FACTS file with its totals", () => {
  test("has no error while they are the sums", async () => {
    expect(await errorsOf(complete)).toEqual([]);
  });

  test("is wrong in one figure: its column and its row say so, no sentence of ours repeats it, and it is mended", async () => {
    const errors = await errorsOf({ ...complete, "requests.granted.person": 2 });
    expect(errors.map(({ rule }) => rule)).toEqual(["B-02", "B-03"]);
    for (const { fix } of errors) expect(fix?.[0]?.set).toEqual({ "requests.granted.person": 3 });
  });

  test("is wrong in a total whose parts are not all there", async () => {
    const known = Object.entries(complete).filter(([cell]) => cell !== "requests.received.legal");
    const errors = await errorsOf({ ...Object.fromEntries(known), "requests.received.total": 3 });
    expect(errors.flatMap(({ cells }) => cells)).toContain("requests.received.total");
  });
});
