import type { CellId } from "../../report/form.ts";
import type { Fact, Report, Source } from "../../report/report.ts";
import type { Command } from "../../understanding/command.ts";
import { mayChange, type Message } from "../message.ts";
import type { Talk } from "../talk.ts";
import { amount, partName } from "../words/say.ts";

/** Several people work on one report: two values of two people for one cell are shown with both names, and somebody chooses. */

type Person = Source["by"];

/** One person on two channels has two ids and one name. */
export const isSamePerson = (one: Person, other: Person): boolean =>
  one.id === other.id || (one.name !== "" && one.name === other.name);

/** What somebody else gave for these cells, where it differs. */
function othersOf(
  report: Report,
  cells: Partial<Record<CellId, number>>,
  me: Person,
): [CellId, Fact, number][] {
  return (Object.entries(cells) as [CellId, number][]).flatMap(([cell, value]) => {
    const fact = report.facts.get(cell);
    const theirs = fact !== undefined && fact.how !== "carried" && !isSamePerson(fact.source.by, me);
    return theirs && fact.value !== value ? [[cell, fact, value] as [CellId, Fact, number]] : [];
  });
}

/** Commands without the figures that a colleague gave otherwise, and the choice between the two. */
export interface Disagreement {
  free: readonly Command[];
  pending: NonNullable<Talk["pending"]>;
}

export function disagreement(
  report: Report,
  commands: readonly Command[],
  { sender, text }: Pick<Message, "sender" | "text">,
): Disagreement | null {
  // Nobody is asked for a choice that is not theirs.
  if (!mayChange(sender)) return null;
  const free: Command[] = [];
  const disputed: [CellId, Fact, number][] = [];
  for (const command of commands) {
    const others = command.do === "set" && !command.correction ? othersOf(report, command.cells, sender) : [];
    if (command.do !== "set" || others.length === 0) {
      free.push(command);
      continue;
    }
    const held = new Set<string>(others.map(([cell]) => cell));
    const rest = Object.entries(command.cells).filter(([cell]) => !held.has(cell));
    if (rest.length > 0) free.push({ ...command, cells: Object.fromEntries(rest) });
    disputed.push(...others);
  }
  if (disputed.length === 0) return null;
  const theirs = [...new Set(disputed.map(([, fact]) => nameOf(fact.source.by)))].join("、");
  const lines = disputed.map(
    ([cell, fact, value]) =>
      `${partName(cell)}：${nameOf(fact.source.by)}报的是${amount(cell, fact.value)}，您说的是${amount(cell, value)}。`,
  );
  const mine: Command = {
    do: "set",
    cells: Object.fromEntries(disputed.map(([cell, , value]) => [cell, value])),
    correction: true,
  };
  const values = (pick: (entry: [CellId, Fact, number]) => number): string =>
    disputed.length > 3 ? "" : `：${disputed.map((entry) => amount(entry[0], pick(entry))).join("、")}`;
  return {
    free,
    pending: {
      question: `${lines.join("\n")}\n以哪个为准？`,
      choices: [
        { label: `用${theirs}的${values(([, fact]) => fact.value)}`, commands: [{ do: "agree" }] },
        { label: `用${sender.name}的${values(([, , value]) => value)}`, commands: [mine] },
      ],
      insist: false,
      words: text.slice(0, 120),
    },
  };
}

/** Whose figures or words were replaced, in a sentence; "" where they were the person's own. */
export function replacedOf(report: Report, commands: readonly Command[], me: Person): string {
  const figures = commands.flatMap((command) =>
    command.do === "set" || command.do === "repair"
      ? othersOf(report, command.cells, me).map(([, { source }]) => source)
      : [],
  );
  const words = commands.flatMap((command) => {
    const old = command.do === "text" && !command.add ? report.texts.get(command.slot)?.source : undefined;
    return old === undefined || isSamePerson(old.by, me) ? [] : [old];
  });
  const names = (sources: readonly Source[]): string =>
    [...new Set(sources.map(({ by }) => nameOf(by)))].join("、");
  return [
    figures.length === 0 ? "" : `原来的数是${names(figures)}报的，请也告诉一声。`,
    words.length === 0 ? "" : `原来的话是${names(words)}写的，请也告诉一声。`,
  ].join("");
}

const nameOf = ({ name }: Person): string => (name === "" ? "同事" : name);
