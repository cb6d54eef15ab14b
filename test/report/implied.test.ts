import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cellIds, equations, isComputed, partsOf, type CellId } from "../../src/report/form.ts";
import { imply } from "../../src/report/implied.ts";
import { balancedCells } from "../support/balanced.ts";

/** A true table and some of its cells: few, many, whole rows or columns, with or without totals. */
const told = balancedCells().chain((truth) => {
  const picks = fc.oneof(
    fc.subarray([...cellIds]),
    fc.subarray(cellIds.filter((cell) => !isComputed(cell))),
    fc.subarray(cellIds.filter(isComputed)),
    fc.subarray([...cellIds], { maxLength: 12 }),
    fc.constantFrom(".total", ".person", ".handledTotal").map((part) => cellIds.filter((cell) => cell.includes(part))),
    fc.constant(cellIds.filter((cell) => truth[cell] > 0)),
    fc.constant(cellIds.filter((cell) => truth[cell] > 0 || cell.endsWith(".total"))),
  );
  return picks.map((cells) => ({ truth, cells }));
}); // prettier-ignore

const pick = (truth: Record<CellId, number>, cells: readonly CellId[]): Map<CellId, number> =>
  new Map(cells.map((cell) => [cell, truth[cell]]));

test("whatever part of a true table is given, every implied value is the true one", () => {
  fc.assert(
    fc.property(told, ({ truth, cells }) => {
      const given = pick(truth, cells);
      for (const [cell, { value, from }] of imply(given)) {
        expect([cell, value]).toEqual([cell, truth[cell]]);
        expect(given.has(cell)).toBe(false);
        expect(from.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 500 },
  );
});

test("the more is given, the more is known", () => {
  fc.assert(
    fc.property(told, fc.subarray([...cellIds]), ({ truth, cells }, more) => {
      const few = pick(truth, cells);
      const many = pick(truth, [...cells, ...more]);
      const known = imply(many);
      for (const cell of imply(few).keys()) expect(many.has(cell) || known.has(cell)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("nothing follows any more once the implied values are given too", () => {
  fc.assert(
    fc.property(told, ({ truth, cells }) => {
      const given = pick(truth, cells);
      for (const [cell, { value }] of imply(given)) given.set(cell, value);
      expect([...imply(given).keys()]).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("the order in which figures were given makes no difference", () => {
  const figures = fc.array(fc.tuple(fc.constantFrom(...cellIds), fc.integer({ min: 0, max: 9 })), { maxLength: 60 });
  const values = (given: Iterable<readonly [CellId, number]>): [CellId, number][] =>
    [...imply(new Map(given))].map(([cell, { value }]) => [cell, value]);
  fc.assert(
    fc.property(figures, (list) => {
      const unique = [...new Map(list)];
      expect(values(unique.toReversed())).toEqual(values(unique));
    }),
    { numRuns: 500 },
  );
}); // prettier-ignore

test("contradicting figures never imply a negative value, and totals are the sums of what stands", () => {
  const figures = fc.uniqueArray(fc.tuple(fc.constantFrom(...cellIds), fc.nat(6)), {
    selector: ([cell]) => cell,
    minLength: 30,
    maxLength: 200,
  });
  fc.assert(
    fc.property(figures, (list) => {
      const given = new Map(list);
      const implied = imply(given);
      for (const { value } of implied.values()) {
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
      }
      const value = (cell: CellId): number => {
        const sum = partsOf(cell).reduce((total, part) => total + value(part), 0);
        return partsOf(cell).length > 0 && !Number.isNaN(sum)
          ? sum
          : (given.get(cell) ?? implied.get(cell)?.value ?? NaN);
      };
      for (const cell of cellIds.filter((id) => isComputed(id) && !given.has(id)))
        expect([cell, implied.get(cell)?.value ?? NaN]).toEqual([cell, value(cell)]);
    }),
    { numRuns: 500 },
  );
});

describe("what follows", () => {
  const values = (given: Partial<Record<CellId, number>>): Record<string, number> =>
    Object.fromEntries(
      [...imply(new Map(Object.entries(given) as [CellId, number][]))].map(([cell, { value }]) => [cell, value]),
    ); // prettier-ignore

  it("nothing from nothing", () => expect(values({})).toEqual({}));

  it("the other applicants are 0 once the total is reached", () => {
    const known = values({ "requests.received.total": 4, "requests.received.person": 3, "requests.received.business": 1 }); // prettier-ignore
    expect(known).toMatchObject({ "requests.received.research": 0, "requests.received.other": 0 });
    expect(known).not.toHaveProperty(["requests.carriedIn.total"]);
  });

  it("a single applicant takes what is left of the row", () =>
    expect(
      values({ "disputes.directSuit.total": 3, "disputes.directSuit.upheld": 1, "disputes.directSuit.corrected": 0, "disputes.directSuit.other": 0 }),
    ).toEqual({ "disputes.directSuit.pending": 2 })); // prettier-ignore

  it("no application at all means no result at all", () => {
    const known = values({ "requests.received.total": 0, "requests.carriedIn.total": 0 });
    expect(Object.keys(known)).toHaveLength(173);
    expect(new Set(Object.values(known))).toEqual(new Set([0]));
  });

  it("a single unknown result of a column does not take the rest: a mistake elsewhere would be hidden", () => {
    const rows = equations.find(({ rule }) => rule === "B-02")?.left.slice(1) ?? [];
    const known = values({
      "requests.received.person": 5,
      "requests.carriedIn.person": 0,
      "requests.carriedOut.person": 0,
      ...Object.fromEntries(rows.map((cell) => [cell, 0])),
    });
    expect(known).not.toHaveProperty(["requests.granted.person"]);
  });

  it("nor does 结转下年度 take what the results leave of a column", () =>
    expect(
      values({
        "requests.received.legal": 5,
        "requests.carriedIn.legal": 0,
        "requests.handledTotal.legal": 3,
      }),
    ).toEqual({}));

  it("known parts count, not a stated total that differs from them", () => {
    const row = { person: 4, business: 0, research: 0, charity: 0, legal: 0, other: 0, total: 9 };
    const received = Object.fromEntries(
      Object.entries(row).map(([column, figure]) => [`requests.received.${column}`, figure]),
    );
    const known = values({ ...received, "requests.carriedIn.total": 0, "requests.handledTotal.total": 4 });
    expect(known).toHaveProperty(["requests.carriedOut.total"], 0);
  });

  it("nothing is taken from a row whose parts exceed its total", () =>
    expect(values({ "disputes.directSuit.total": 1, "disputes.directSuit.upheld": 2 })).toEqual({}));
});
