import { askedCells, cellsUnder, isComputed, tableOf, type CellId } from "./form.ts";
import { isSameEvidence, type Evidence, type Recorded, type ReportEvent, type TextSlot } from "./events.ts";
import type { FeeStatement } from "./fee.ts";
import type { Organ } from "./organ.ts";
import { conclude, imply, type Conclusion } from "./implied.ts";
import { Remembered } from "./remembered.ts";

/** How a value came about. */
export type How = "stated" | "declared zero" | "carried" | "imported";

/** One value with its source. */
export interface Fact {
  value: number;
  how: How;
  source: Source;
}
export interface Source {
  at: string;
  by: { id: string; name: string };
  message: string;
  words: string;
}

/** A finding that somebody said needs no repair. */
export interface Dismissal {
  finding: Evidence;
  reason: string;
  source: Source;
}

/** Words for a paragraph. `printed`: they stand as they will be printed, nothing is reworded. */
export interface Text {
  items: readonly string[];
  source: Source;
  printed?: true;
}

/** A model's wording of a slot, while the items it was made from still stand. `{cell id}` stands for a figure. */
export interface Drafted {
  text: string;
  items: readonly string[];
  from: { task: string; version: string; model: string };
  source: Source;
}

/** The state of one report: the fold of its events. Facts are what people gave; totals and implied zeros are computed. */
export interface Report {
  year: number;
  organ: Organ | null;
  facts: ReadonlyMap<CellId, Fact>;
  /** Old values of voided or corrected cells, newest first wins. */
  former: ReadonlyMap<CellId, number>;
  texts: ReadonlyMap<TextSlot, Text>;
  drafted: ReadonlyMap<TextSlot, Drafted>;
  /** What a file printed in 一 before the five aspects; null where we write the opening. */
  opening: readonly string[] | null;
  fee: { statement: FeeStatement; source: Source } | null;
  /** Figures as last year's file gave them, whatever was said since; null while no such file was read. */
  carried: ReadonlyMap<CellId, number> | null;
  /** Reasons why carried figures differ from last year's report. */
  explained: ReadonlyMap<CellId, { reason: string; source: Source }>;
  dismissed: readonly Dismissal[];
  finalized: boolean;
  /** What each person last said of reminders, the latest last. */
  reminders: readonly { by: Source["by"]; on: boolean }[];
  /** Every value that is known, as it is printed. */
  values: ReadonlyMap<CellId, number>;
  /** Messages that brought something, oldest first: what 撤销 can take back. */
  messages: readonly string[];
}

/** Folds recorded events, oldest first, into the report of one year. */
export function fold(year: number, events: readonly Recorded[]): Report {
  const undone = new Set(events.flatMap(({ event }) => (event.type === "Undone" ? [event.message] : [])));
  const begun = undone.size === 0 ? folds.beginning(year, events) : undefined;
  const more = begun === undefined ? events : events.slice(begun.events.length);
  const live = more.filter(({ event, message }) => event.type !== "Undone" && !undone.has(message));
  const folded = advance(begun ?? nothing(year), live);
  // 定稿 stands only while nothing of the report came after it, not even an undo.
  const last = events.at(-1);
  const said = events.findLast(({ event }) => event.type !== "RemindersSet");
  const finalized = said?.event.type === "Finalized" && !undone.has(said.message);
  // The very same report where nothing is new, so that what was computed from it is known still.
  const report = folded.report.finalized === finalized ? folded.report : { ...folded.report, finalized };
  if (undone.size === 0 && last !== undefined) folds.keep(last, { ...folded, report, events });
  return report;
}

/** A fold to go on from. `contact` may be known before the organ is. */
interface Folded {
  report: Report;
  contact: string | undefined;
  events: readonly Recorded[];
  conclusion: Conclusion;
}

const fromNothing = conclude(new Map());
const nothing = (year: number): Folded => ({
  report: {
    year,
    organ: null,
    facts: new Map(),
    former: new Map(),
    texts: new Map(),
    drafted: new Map(),
    opening: null,
    fee: null,
    carried: null,
    explained: new Map(),
    dismissed: [],
    finalized: false,
    reminders: [],
    values: fromNothing.values,
    messages: [],
  },
  contact: undefined,
  events: [],
  conclusion: fromNothing,
});

const folds = new Remembered<Folded>();

/** What 撤销 cannot take back. */
const kept: ReadonlySet<ReportEvent["type"]> = new Set(["Finalized", "RemindersSet"]);

const figureEvents: ReadonlySet<ReportEvent["type"]> = new Set([
  "CellsStated",
  "ZeroDeclared",
  "CellsCleared",
  "ReportImported",
]);

/** Goes on with events none of which is undone. */
function advance(from: Folded, live: readonly Recorded[]): Folded {
  const { report, contact: stated, events } = from;
  if (live.length === 0) return from;
  const facts = new Map(report.facts);
  const former = new Map(report.former);
  const texts = new Map(report.texts);
  const drafted = new Map(report.drafted);
  let organ: Organ | null = report.organ;
  let contact = stated;
  let fee = report.fee;
  let opening = report.opening;
  let dismissed = report.dismissed;
  let reminders = report.reminders;
  let carried = report.carried;
  const explained = new Map(report.explained);

  const put = (cell: CellId, value: number, how: How, source: Source): void => {
    const old = facts.get(cell);
    if (old !== undefined && old.value !== value) former.set(cell, old.value);
    facts.set(cell, { value, how, source });
  };

  /** Only what has no value yet: neither a fact nor a figure above 0 that is left over from a stated total. */
  const declareZero = (cells: readonly CellId[], source: Source): void => {
    const open = new Set(cells.filter((cell) => !facts.has(cell)).map(tableOf));
    const leftOver = [...facts].some(
      ([cell, { value }]) => value > 0 && isComputed(cell) && open.has(tableOf(cell)),
    )
      ? imply(valuesOf(facts))
      : null;
    for (const cell of cells) {
      const taken = facts.has(cell) || (leftOver?.get(cell)?.value ?? 0) > 0;
      if (!isComputed(cell) && !taken) put(cell, 0, "declared zero", source);
    }
  };

  for (const { event, at, by, message, words } of live) {
    const source: Source = { at, by, message, words };
    switch (event.type) {
      case "OrganNamed":
        organ = event.organ;
        contact = event.organ.contact ?? contact;
        break;
      case "ContactStated":
        contact = event.contact;
        break;
      case "CellsStated":
        for (const [cell, value] of Object.entries(event.cells))
          put(cell as CellId, value, event.how, source);
        if (event.how === "carried")
          carried = new Map([...(carried ?? []), ...(Object.entries(event.cells) as [CellId, number][])]);
        break;
      case "ZeroDeclared":
        declareZero(event.under.flatMap(cellsUnder), source);
        break;
      case "CellsCleared":
        for (const cell of event.cells) {
          const old = facts.get(cell);
          if (old !== undefined) former.set(cell, old.value);
          facts.delete(cell);
        }
        break;
      case "TextStated":
        if (event.items.length === 0) texts.delete(event.slot);
        else
          texts.set(event.slot, {
            items: event.items,
            source,
            ...(event.printed === undefined ? {} : { printed: true }),
          });
        break;
      case "ReportImported":
        if (event.organ !== undefined) {
          organ = event.organ;
          contact = event.organ.contact ?? contact;
        }
        for (const [cell, value] of Object.entries(event.cells))
          put(cell as CellId, value, "imported", source);
        for (const { slot, items } of event.texts) texts.set(slot, { items, source, printed: true });
        if (event.fee !== undefined) fee = { statement: event.fee, source };
        opening = event.opening ?? opening;
        break;
      case "CarriedExplained":
        for (const cell of event.cells) explained.set(cell, { reason: event.reason, source });
        break;
      case "FindingDismissed":
        dismissed = [
          ...dismissed.filter(({ finding }) => !isSameEvidence(finding, event.finding)),
          { finding: event.finding, reason: event.reason, source },
        ];
        break;
      case "DismissalWithdrawn":
        dismissed = dismissed.filter(({ finding }) => !isSameEvidence(finding, event.finding));
        break;
      case "ParagraphDrafted":
        drafted.set(event.slot, { text: event.text, items: event.items, from: event.from, source });
        break;
      case "FeeStated":
        fee = { statement: event.fee, source };
        break;
      case "LastYearRead":
        carried ??= new Map();
        break;
      case "RemindersSet":
        reminders = [...reminders.filter((other) => other.by.id !== by.id), { by, on: event.on }];
        break;
      case "Finalized":
      case "Undone":
        break;
    }
  }
  if (organ !== null) {
    const { name, kind }: Organ = organ;
    organ = { name, kind, ...(contact === undefined || contact === "" ? {} : { contact }) };
  }
  const messages = [
    ...new Set([
      ...report.messages,
      ...live.filter(({ event }) => !kept.has(event.type)).map(({ message }) => message),
    ]),
  ];
  const figures = live.some(({ event }) => figureEvents.has(event.type));
  const conclusion = figures ? conclude(valuesOf(facts), from.conclusion) : from.conclusion;
  const { values } = conclusion;
  const folded = {
    ...report,
    organ,
    facts,
    former,
    texts,
    drafted,
    opening,
    fee,
    explained,
    dismissed,
    reminders,
    values,
    messages,
  };
  return { report: folded, contact, events, conclusion };
}

/** The facts as bare values. */
export const valuesOf = (facts: ReadonlyMap<CellId, Fact>): ReadonlyMap<CellId, number> =>
  new Map([...facts].map(([cell, fact]) => [cell, fact.value]));

/** The value printed in a cell: a computed total where all parts are known, else what was given or follows; else undefined. */
export const valueOf = (report: Pick<Report, "values">, cell: CellId): number | undefined =>
  report.values.get(cell);

/** Asked cells that have no value yet, in the order of the form. */
export function missingCells(report: Pick<Report, "values">): CellId[] {
  return askedCells.filter((cell) => valueOf(report, cell) === undefined);
}
