import fc from "fast-check";
import { expect, test } from "vitest";
import { askedCells, cellIds, type CellId } from "../../src/report/form.ts";
import { conclude, type Conclusion } from "../../src/report/implied.ts";
import { balancedCells } from "../support/balanced.ts";

const values = ({ values: known }: Conclusion): unknown => [...known].sort();

test("going on from an earlier conclusion comes to the same as beginning anew", () => {
  fc.assert(
    fc.property(
      balancedCells(),
      fc.subarray([...askedCells]),
      fc.subarray([...cellIds]),
      (cells, first, second) => {
        const given = new Map(first.map((cell) => [cell, cells[cell] ?? NaN]));
        const before = conclude(given);
        const more = new Map([
          ...given,
          ...second.map((cell): [CellId, number] => [cell, cells[cell] ?? NaN]),
        ]);
        expect(values(conclude(more, before))).toEqual(values(conclude(more)));
      },
    ),
    { numRuns: 150 },
  );
});

test("also where figures contradict each other, change or are taken back", () => {
  const small = fc.dictionary(fc.constantFrom(...cellIds), fc.integer({ min: 0, max: 3 }), { maxKeys: 60 });
  fc.assert(
    fc.property(small, small, (first, second) => {
      const [one, other] = [first, second].map(
        (given) => new Map(Object.entries(given) as [CellId, number][]),
      );
      if (one === undefined || other === undefined) throw new Error("two");
      const before = conclude(one);
      for (const next of [other, new Map([...one, ...other])])
        expect(values(conclude(next, before))).toEqual(values(conclude(next)));
    }),
    { numRuns: 300 },
  );
});
