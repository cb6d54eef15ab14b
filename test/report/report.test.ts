import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Recorded, ReportEvent, TextSlot } from "../../src/report/events.ts";
import { textSlots } from "../../src/report/events.ts";
import { askedCells, cellIds, cellsUnder, isComputed, partsOf, type CellId } from "../../src/report/form.ts";
import { explain, impliedIn, type Explanation } from "../../src/report/explain.ts";
import { fold, missingCells, valueOf, type Report } from "../../src/report/report.ts";
import { balancedCells } from "../support/balanced.ts";

const clerk = { id: "w", name: "王芳" };
const record = (event: ReportEvent, message: string): Recorded => ({
  at: "2026-01-05T09:00:00+08:00",
  by: clerk,
  message,
  words: `原话${message}`,
  event,
});
/** One event a message: m0, m1, … */
const recorded = (events: readonly ReportEvent[]): Recorded[] =>
  events.map((event, index) => record(event, `m${index}`));
const folded = (events: readonly ReportEvent[]): Report => fold(2025, recorded(events));
const stated = (cells: Partial<Record<CellId, number>>): ReportEvent => ({ type: "CellsStated", cells, how: "stated" }); // prettier-ignore
const cleared = (...cells: CellId[]): ReportEvent => ({ type: "CellsCleared", cells });
const zero = (...under: string[]): ReportEvent => ({ type: "ZeroDeclared", under });

/** What a report says, without who said it and without what it once said. */
const contents = (report: Report): unknown => ({
  year: report.year,
  organ: report.organ,
  values: cellIds.map((cell) => [cell, valueOf(report, cell)]),
  facts: [...report.facts].map(([cell, { value }]) => [cell, value]).sort(),
  implied: [...impliedIn(report)].map(([cell, { value }]) => [cell, value]).sort(),
  missing: missingCells(report),
  texts: [...report.texts].map(([slot, { items }]) => [slot, items]).sort(),
  fee: report.fee?.statement ?? null,
});

const cell = fc.oneof(
  fc.constantFrom(...cellIds),
  fc.constantFrom(...cellIds.filter((id) => /received|granted|handledTotal\.person|directSuit/.test(id))),
);
const edit: fc.Arbitrary<ReportEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(cell, fc.nat(9), { maxKeys: 4 }).map((cells) => stated(cells)) },
  { weight: 2, arbitrary: fc.uniqueArray(cell, { minLength: 1, maxLength: 3 }).map((cells) => cleared(...cells)) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("TextStated" as const),
      slot: fc.constantFrom(...textSlots),
      items: fc.array(fc.constantFrom("网站公开12条", "更新慢"), { maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(zero("disputes"), zero("requests.received"), zero("disclosure", "requests")) },
); // prettier-ignore
const edits = fc.array(edit, { maxLength: 40 });

/** The facts and texts of a report, said anew in one go. */
function saidAnew(report: Report): ReportEvent[] {
  const cells = Object.fromEntries([...report.facts].map(([id, { value }]) => [id, value]));
  return [
    stated(cells),
    ...[...report.texts].map(([slot, { items }]): ReportEvent => ({ type: "TextStated", slot, items: [...items] })),
  ];
} // prettier-ignore

test("after any edits a report equals a fresh one stated with the facts it has come to", () => {
  fc.assert(
    fc.property(edits, (events) => {
      const report = folded(events);
      expect(contents(folded(saidAnew(report)))).toEqual(contents(report));
    }),
    { numRuns: 400 },
  );
});

/** What the edits of one cell or text come to, by the plain rule that the last one counts. */
test("the last edit of each cell and text counts, whatever stands between", () => {
  const plain = edits.map((events) => events.filter((event) => event.type !== "ZeroDeclared"));
  fc.assert(
    fc.property(plain, (events) => {
      const cells = new Map<string, number>();
      const texts = new Map<TextSlot, readonly string[]>();
      for (const event of events) {
        if (event.type === "CellsStated") for (const [id, value] of Object.entries(event.cells)) cells.set(id, value);
        if (event.type === "CellsCleared") for (const id of event.cells) cells.delete(id);
        if (event.type === "TextStated") texts.set(event.slot, event.items);
      }
      const report = folded(events);
      expect(new Map([...report.facts].map(([id, { value }]) => [id, value]))).toEqual(cells);
      for (const [slot, items] of texts) expect(report.texts.get(slot)?.items ?? []).toEqual(items);
    }),
    { numRuns: 300 },
  );
}); // prettier-ignore

test("edits of different cells may come in any order", () => {
  const shuffled = balancedCells().chain((truth) =>
    fc.shuffledSubarray([...askedCells], { minLength: 60 }).chain((cells) =>
      fc.record({
        cells: fc.constant(cells),
        // Every third cell is first stated wrong, then cleared or corrected.
        events: fc.constant(cells.map((id) => stated({ [id]: truth[id] }))),
        wrong: fc.constant(cells.filter((_, index) => index % 3 === 0).map((id) => stated({ [id]: truth[id] + 1 }))),
        order: fc.shuffledSubarray(cells.map((_, index) => index), { minLength: cells.length }),
      }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ({ events, wrong, order }) => {
      const one = folded([...wrong, ...events]);
      const other = folded([...wrong.toReversed(), ...order.flatMap((index) => events.slice(index, index + 1))]);
      expect(contents(other)).toEqual(contents(one));
      expect(contents(one)).toEqual(contents(folded(events)));
    }),
    { numRuns: 100 },
  );
}); // prettier-ignore

test("zeros declared before or after the figures come to the same", () => {
  const figures = fc.dictionary(fc.constantFrom(...askedCells), fc.nat(9), { maxKeys: 12 });
  fc.assert(
    fc.property(figures, fc.constantFrom("requests", "disputes", "disclosure", "requests.granted"), (cells, under) => {
      const before = folded([zero(under), stated(cells)]);
      const after = folded([stated(cells), zero(under)]);
      expect(contents(after)).toEqual(contents(before));
      for (const id of cellsUnder(under)) expect(valueOf(after, id)).not.toBeUndefined();
    }),
  );
}); // prettier-ignore

test("a computed cell is the sum of its parts whenever all of them are known", () => {
  fc.assert(
    fc.property(edits, (events) => {
      const report = folded(events);
      for (const id of cellIds.filter(isComputed)) {
        const parts = partsOf(id).map((part) => valueOf(report, part));
        const sum = parts.reduce<number>((total, part) => total + (part ?? NaN), 0);
        if (!Number.isNaN(sum)) expect([id, valueOf(report, id)]).toEqual([id, sum]);
        else expect([id, valueOf(report, id)]).toEqual([id, report.facts.get(id)?.value ?? impliedIn(report).get(id)?.value]);
      }
    }),
    { numRuns: 400 },
  );
}); // prettier-ignore

test("a true table said cell by cell, without its totals, prints exactly itself", () => {
  fc.assert(
    fc.property(balancedCells(), (truth) => {
      const report = folded(askedCells.map((id) => stated({ [id]: truth[id] })));
      expect(missingCells(report)).toEqual([]);
      expect(Object.fromEntries(cellIds.map((id) => [id, valueOf(report, id)]))).toEqual(truth);
    }),
    { numRuns: 50 },
  );
});

test("undo takes back exactly what one message brought", () => {
  const grouped = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(grouped, fc.nat(), (messages, pick) => {
      const chosen = pick % messages.length;
      const all = messages.flatMap((events, index) => events.map((event) => record(event, `m${index}`)));
      const rest = all.filter(({ message }) => message !== `m${chosen}`);
      const undone = fold(2025, [...all, record({ type: "Undone", message: `m${chosen}` }, "undo")]);
      expect(undone).toEqual(fold(2025, rest));
      expect(undone.messages).not.toContain("undo");
    }),
    { numRuns: 300 },
  );
});

test("undo and say again is as if nothing had been undone", () => {
  fc.assert(
    fc.property(edits, edit, (events, lastEdit) => {
      const all = recorded([...events, lastEdit]);
      const last = all.at(-1)?.message ?? "";
      const again = [...all, record({ type: "Undone", message: last }, "undo"), record(lastEdit, "again")];
      expect(contents(fold(2025, again))).toEqual(contents(fold(2025, all)));
    }),
    { numRuns: 200 },
  );
});

test("the fold depends on what the events say, not on the objects, and changes none of them", () => {
  fc.assert(
    fc.property(edits, (events) => {
      const all = recorded(events);
      const copy = structuredClone(all);
      expect(fold(2025, copy)).toEqual(fold(2025, all));
      expect(copy).toEqual(all);
      const same = record(stated({ "requests.received.person": 1 }), "m");
      expect(fold(2025, [same, same])).toEqual(fold(2025, [same, structuredClone(same)]));
    }),
    { numRuns: 50 },
  );
});

const childrenOf = (tree: Explanation): Explanation[] =>
  tree.kind === "sum" ? tree.parts : tree.kind === "implied" ? tree.from : [];
function nodesOf(tree: Explanation): Explanation[] {
  const nodes = [tree];
  for (let index = 0; index < nodes.length; index++) nodes.push(...nodes.slice(index, index + 1).flatMap(childrenOf));
  return nodes;
} // prettier-ignore

test("every value of every state has a finite explanation that adds up and ends in somebody's words", () => {
  const states = fc.oneof(
    edits,
    balancedCells().chain((truth) =>
      fc.subarray([...cellIds]).map((cells) => cells.map((id) => stated({ [id]: truth[id] }))),
    ),
    balancedCells().map((truth) => cellIds.filter((id) => id.endsWith(".total") || truth[id] > 0).map((id) => stated({ [id]: truth[id] }))),
  );
  fc.assert(
    fc.property(states, (events) => {
      const report = folded(events);
      for (const id of cellIds) {
        const tree = explain(report, id);
        const nodes = nodesOf(tree);
        expect(nodes.length).toBeLessThan(3000);
        expect(tree.kind === "missing" ? undefined : tree.value).toBe(valueOf(report, id));
        for (const node of nodes) {
          if (node.kind === "given") expect(node.source.words).toBe(`原话${node.source.message}`);
          if (node.kind === "implied") expect(node.from.length).toBeGreaterThan(0);
          if (node.kind === "sum") {
            const parts = node.parts.map((part) => (part.kind === "missing" ? NaN : part.value));
            expect(parts.reduce((sum, part) => sum + part, 0)).toBe(node.value);
          }
        }
      }
    }),
    { numRuns: 40 },
  );
}); // prettier-ignore

describe("explanations", () => {
  it("a stated total that its parts override is named", () => {
    const report = folded([stated({ "disputes.directSuit.total": 3 }), stated({ "disputes.directSuit.upheld": 1 }), stated({ "disputes.directSuit.corrected": 1, "disputes.directSuit.other": 0, "disputes.directSuit.pending": 0 })]); // prettier-ignore
    expect(explain(report, "disputes.directSuit.total")).toMatchObject({ kind: "sum", value: 2, stated: 3 });
  });

  it("a value tells who said it, when, in which words and how", () => {
    const report = folded([zero("requests.received"), stated({ "requests.received.person": 2 })]);
    expect(explain(report, "requests.received.person")).toEqual({
      cell: "requests.received.person",
      kind: "given",
      value: 2,
      how: "stated",
      source: { at: "2026-01-05T09:00:00+08:00", by: clerk, message: "m1", words: "原话m1" },
    });
    expect(report.facts.get("requests.received.legal")).toMatchObject({ value: 0, how: "declared zero" });
  });

  it("a voided value is offered again", () => {
    const report = folded([stated({ "requests.received.person": 7 }), cleared("requests.received.person")]);
    expect(explain(report, "requests.received.person")).toEqual({ cell: "requests.received.person", kind: "missing", former: 7 }); // prettier-ignore
    expect(missingCells(report)).toContain("requests.received.person");
  });
});

describe("zeros", () => {
  it("never replace a figure", () => {
    const report = folded([stated({ "disputes.directSuit.upheld": 2 }), zero("disputes")]);
    expect(valueOf(report, "disputes.directSuit.upheld")).toBe(2);
    expect(valueOf(report, "disputes.directSuit.total")).toBe(2);
  });

  it("do not take the figure that is left over of a stated total", () => {
    const report = folded([
      stated({ "disputes.directSuit.total": 3, "disputes.directSuit.upheld": 1, "disputes.directSuit.corrected": 0, "disputes.directSuit.other": 0 }),
      zero("disputes"),
    ]); // prettier-ignore
    expect(valueOf(report, "disputes.directSuit.pending")).toBe(2);
    expect(valueOf(report, "disputes.directSuit.total")).toBe(3);
  });

  it("are nowhere without somebody who declared them", () => {
    const report = folded([stated({ "requests.received.person": 3 })]);
    expect(valueOf(report, "requests.received.business")).toBeUndefined();
    expect(missingCells(report)).toHaveLength(askedCells.length - 1);
  });
});

describe("the final mark", () => {
  const final: ReportEvent = { type: "Finalized" };
  it("stands after 定稿 and brings no message that could be undone", () => {
    const report = folded([stated({ "disclosure.licensing": 1 }), final]);
    expect(report.finalized).toBe(true);
    expect(report.messages).toEqual(["m0"]);
  });

  it.each<ReportEvent>([
    stated({ "disclosure.licensing": 1 }),
    cleared("disclosure.licensing"),
    zero("disputes"),
    { type: "TextStated", slot: "more", items: ["无"] },
    { type: "FeeStated", fee: { kind: "none" } },
    { type: "OrganNamed", organ: { name: "柳林街道办事处", kind: "subdistrict" } },
    { type: "ContactStated", contact: "" },
    { type: "Undone", message: "m0" },
    { type: "Undone", message: "m1" },
  ])("is gone after any later change: %j", (event) =>
    expect(folded([stated({ "disclosure.licensing": 1 }), final, event]).finalized).toBe(false),
  );
});

describe("organ and contact", () => {
  const organ = { name: "柳林街道办事处", kind: "subdistrict" } as const;
  const named: ReportEvent = { type: "OrganNamed", organ };
  const contact = (text: string): ReportEvent => ({ type: "ContactStated", contact: text });
  it("the contact may come before the name", () => {
    expect(folded([contact("电话0000-0000000"), named]).organ).toEqual({
      ...organ,
      contact: "电话0000-0000000",
    });
    expect(folded([contact("电话0000-0000000")]).organ).toBeNull();
  });
  it("and may be taken back", () => {
    const withContact: ReportEvent = { type: "OrganNamed", organ: { ...organ, contact: "柳林路1号" } };
    expect(folded([withContact]).organ).toEqual({ ...organ, contact: "柳林路1号" });
    expect(folded([withContact, contact("")]).organ).toEqual(organ);
  });
});
