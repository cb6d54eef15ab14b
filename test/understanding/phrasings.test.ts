import fc from "fast-check";
import { expect, test } from "vitest";
import { disputeBlocks, outcomes, type DisputeBlock } from "../../src/report/form/disputes.ts";
import { applicants, type Applicant, type RequestRow } from "../../src/report/form/requests.ts";
import { askedCells, type CellId } from "../../src/report/form.ts";
import { fold, valueOf, type Report } from "../../src/report/report.ts";
import type { Recorded, ReportEvent } from "../../src/report/events.ts";
import type { Command } from "../../src/understanding/command.ts";
import { understand } from "../../src/understanding/understand.ts";
import {
  resultIds,
  sayDisclosure,
  sayDisputes,
  sayRequests,
  type DisclosureFacts,
  type DisputeFacts,
  type Message,
  type Pick,
  type RequestFacts,
} from "./phrasings.ts";

const eventsOf = (command: Command): ReportEvent[] => {
  if (command.do === "set") return [{ type: "CellsStated", cells: command.cells, how: "stated" }];
  if (command.do === "zero") return [{ type: "ZeroDeclared", under: command.under }];
  return [];
};

/** A talk: every message is heard against what the ones before it brought. */
function talk(messages: readonly Message[]): { report: Report; trouble: string[] } {
  const events: Recorded[] = [];
  const trouble: string[] = [];
  let report = fold(2025, events);
  for (const [index, { asked, say }] of messages.entries()) {
    const before = report;
    const understood = understand({
      say,
      asked,
      year: 2025,
      known: (cell) => valueOf(before, cell),
      lastYear: () => undefined,
    });
    for (const doubt of understood.doubts) trouble.push(`${say}: ${doubt.why}`);
    for (const words of understood.unread) trouble.push(`${say}: unread ${words}`);
    for (const event of understood.commands.flatMap(eventsOf))
      events.push({
        at: "2026-01-05T09:00:00Z",
        by: { id: "1", name: "小王" },
        message: `m${index}`,
        words: say.slice(0, 200),
        event,
      });
    report = fold(2025, events);
  }
  return { report, trouble };
}

/** Choices drawn from a list of numbers, for ever. */
const picks = fc.infiniteStream(fc.nat(9999));
const pickFrom =
  (stream: Iterator<number>): Pick =>
  (options) =>
    options[(stream.next().value as number) % options.length] as never;

const columnIds = applicants.map((applicant) => applicant.id);
const requestFacts: fc.Arbitrary<RequestFacts> = fc
  .array(
    fc.record({
      column: fc.constantFrom(...columnIds),
      row: fc.constantFrom(...resultIds),
      value: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 130 })),
    }),
    { maxLength: 4 },
  )
  .map((cases) => {
    const received: Partial<Record<Applicant, number>> = {};
    const results: Partial<Record<RequestRow, Partial<Record<Applicant, number>>>> = {};
    for (const { column, row, value } of cases) {
      received[column] = (received[column] ?? 0) + value;
      results[row] = { ...results[row], [column]: (results[row]?.[column] ?? 0) + value };
    }
    return { received, results };
  });
const disputeFacts: fc.Arbitrary<DisputeFacts> = fc
  .array(
    fc.record({
      block: fc.constantFrom(...disputeBlocks.map((block) => block.id)),
      outcome: fc.constantFrom(...outcomes.map((outcome) => outcome.id)),
      value: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 4 },
  )
  .map((cases) => {
    const facts: DisputeFacts = {};
    for (const { block, outcome, value } of cases) facts[block] = { ...facts[block], [outcome]: value };
    return facts;
  });
const disclosureFacts: fc.Arbitrary<DisclosureFacts> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...askedCells.filter((cell) => cell.startsWith("disclosure."))),
      fc.integer({ min: 1, max: 999 }),
    ),
    { maxLength: 6 },
  )
  .map((pairs) =>
    Object.fromEntries(
      pairs.map(([cell, value]) => [cell, cell === "disclosure.fees" ? value / 100 : value]),
    ),
  );

const expectTable = (report: Report, table: string, truth: ReadonlyMap<CellId, number>): void => {
  for (const cell of askedCells) {
    const value = valueOf(report, cell);
    if (cell.startsWith(`${table}.`)) expect.soft(value, cell).toBe(truth.get(cell) ?? 0);
    else expect.soft(value, cell).toBeUndefined();
  }
};
const runs = { numRuns: 1500 };

test("what is said of table three in any way comes out as exactly these figures", () => {
  fc.assert(
    fc.property(requestFacts, picks, (facts, stream) => {
      const messages = sayRequests(facts, pickFrom(stream));
      const { report, trouble } = talk(messages);
      const truth = new Map<CellId, number>();
      for (const [column, value] of Object.entries(facts.received))
        truth.set(`requests.received.${column as Applicant}`, value);
      for (const [row, columns] of Object.entries(facts.results))
        for (const [column, value] of Object.entries(columns))
          truth.set(`requests.${row as RequestRow}.${column as Applicant}`, value);
      const wrong = askedCells
        .filter(
          (cell) =>
            valueOf(report, cell) !== (cell.startsWith("requests.") ? (truth.get(cell) ?? 0) : undefined),
        )
        .map((cell) => `${cell}=${String(valueOf(report, cell))} instead of ${String(truth.get(cell))}`);
      expect({ said: messages.map((message) => message.say), trouble, wrong }).toEqual({
        said: messages.map((message) => message.say),
        trouble: [],
        wrong: [],
      });
    }),
    runs,
  );
});

test("what is said of table four in any way comes out as exactly these figures", () => {
  fc.assert(
    fc.property(disputeFacts, picks, (facts, stream) => {
      const messages = sayDisputes(facts, pickFrom(stream));
      const { report, trouble } = talk(messages);
      const truth = new Map<CellId, number>();
      for (const [block, parts] of Object.entries(facts))
        for (const [outcome, value] of Object.entries(parts))
          truth.set(`disputes.${block as DisputeBlock}.${outcome as "upheld"}`, value);
      const wrong = askedCells.filter(
        (cell) => cell.startsWith("disputes.") && valueOf(report, cell) !== (truth.get(cell) ?? 0),
      );
      expect({ said: messages.map((message) => message.say), trouble, wrong }).toEqual({
        said: messages.map((message) => message.say),
        trouble: [],
        wrong: [],
      });
      expectTable(report, "disputes", truth);
    }),
    runs,
  );
});

test("what is said of table two in any way comes out as exactly these figures", () => {
  fc.assert(
    fc.property(disclosureFacts, picks, (facts, stream) => {
      const messages = sayDisclosure(facts, pickFrom(stream));
      const { report, trouble } = talk(messages);
      const truth = new Map(Object.entries(facts) as [CellId, number][]);
      const wrong = askedCells.filter(
        (cell) => cell.startsWith("disclosure.") && valueOf(report, cell) !== (truth.get(cell) ?? 0),
      );
      expect({ said: messages.map((message) => message.say), trouble, wrong }).toEqual({
        said: messages.map((message) => message.say),
        trouble: [],
        wrong: [],
      });
      expectTable(report, "disclosure", truth);
    }),
    runs,
  );
});
