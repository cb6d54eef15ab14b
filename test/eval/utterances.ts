import { readFileSync } from "node:fs";
import type { Model, Why } from "../../src/llm/model.ts";
import { isCellId, type CellId } from "../../src/report/form.ts";
import { imply } from "../../src/report/implied.ts";
import type { Command, Heard } from "../../src/understanding/command.ts";
import { commandsOf, propose } from "../../src/understanding/model/propose.ts";
import { understand } from "../../src/understanding/understand.ts";
import { judge, Utterance, type Answer, type Judged } from "../understanding/judging.ts";
import { padded, type Evaluation } from "./evaluation.ts";
import { looseUtterances } from "./loose.ts";

/** How utterances are read: by the grammar, then by the model what is left. */

export type Outcome = "grammar" | "model" | "wrong" | "unread";

export interface Evaluated {
  id: string;
  kind: string;
  outcome: Outcome;
  /** Statements of the model that were dropped, and why it gave none. */
  refused: number;
  why: Why | undefined;
  /** The misses in words. */
  misses: readonly string[];
}

export const kinds = ["figures", "zeros", "commands", "to be asked back", "nothing to read"] as const;
const kindOf = ({ command, ask_back, cells, declares_zero }: Utterance): (typeof kinds)[number] => {
  if (command !== undefined) return "commands";
  if (ask_back) return "to be asked back";
  if (Object.keys(cells).length > 0) return "figures";
  return declares_zero.length > 0 ? "zeros" : "nothing to read";
};

const figures = (record: Readonly<Record<string, number>>): Map<CellId, number> =>
  new Map(Object.entries(record).flatMap(([id, value]) => (isCellId(id) ? [[id, value] as const] : [])));

function heardOf({ say, asked, stated, last_year }: Utterance): Heard {
  const given = figures(stated);
  const implied = imply(given);
  const lastYear = figures(last_year);
  return {
    say, asked, year: 2025,
    known: (cell) => given.get(cell) ?? implied.get(cell)?.value,
    lastYear: (cell) => lastYear.get(cell),
  }; // prettier-ignore
}

const answerOf = (commands: readonly Command[], askBack: boolean, unread: readonly string[]): Answer => ({
  cells: Object.assign({}, ...commands.map((one) => (one.do === "set" ? one.cells : {}))) as Answer["cells"],
  declares_zero: commands.flatMap((one) => (one.do === "zero" ? one.under : [])),
  command: commands.map(nameOf).find((name) => name !== null) ?? null,
  ask_back: askBack,
  unread: unread.join("；"),
});
const nameOf = (command: Command): string | null =>
  command.do === "run" ? command.name : command.do === "generateAnyway" ? "生成" : null;

/** Reads one line. `alone`: the model gets all of it, as if there were no grammar; it cannot ask back then. */
export async function evaluate(line: Utterance, model: Model | null, alone = false): Promise<Evaluated> {
  const heard = heardOf(line);
  const grammar = alone ? { commands: [], doubts: [], unread: [line.say] } : understand(heard);
  const judged = (commands: readonly Command[], unread: readonly string[]): Judged => {
    const found = judge(line, answerOf(commands, grammar.doubts.length > 0, unread));
    return alone ? { ...found, missing: found.missing.filter((one) => !/asked back$/.test(one)) } : found;
  };
  const before = judged(grammar.commands, grammar.unread);
  const is = (outcome: Outcome, { wrong, missing }: Judged, refused = 0, why?: Why): Evaluated => ({
    id: line.id, kind: kindOf(line), outcome, refused, why, misses: [...wrong, ...missing.map((one) => `missing: ${one}`)],
  }); // prettier-ignore
  if (before.wrong.length > 0) return is("wrong", before);
  const complete = before.missing.length === 0;
  if (model === null || grammar.unread.length === 0)
    return is(complete && !alone ? "grammar" : "unread", before);
  const { readings, dropped, why } = await propose(model, { ...heard, unread: grammar.unread });
  const after = judged([...grammar.commands, ...commandsOf({ readings })], []);
  if (after.wrong.length > 0) return is("wrong", after, dropped, why);
  if (readings.length === 0 && complete && !alone) return is("grammar", after, dropped, why);
  const left = after.missing.length > 0 || (readings.length === 0 && kindOf(line) !== "nothing to read");
  return is(left ? "unread" : "model", after, dropped, why);
}

const heads = ["lines", "grammar", "model right", "wrong", "unread", "refused"];
const widths = [20, 7, 9, 13, 7, 8, 9];

async function tell(
  lines: readonly Utterance[],
  { model, alone, print }: Parameters<Evaluation["run"]>[0],
): Promise<void> {
  const all: Evaluated[] = [];
  for (const line of lines) all.push(await evaluate(line, model, alone));
  print(padded(["kind", ...heads], widths));
  const row = (name: string, some: readonly Evaluated[]): void => {
    const count = (outcome: Outcome): number => some.filter((one) => one.outcome === outcome).length;
    const refused = some.reduce((sum, one) => sum + one.refused, 0);
    print(
      padded(
        [name, some.length, count("grammar"), count("model"), count("wrong"), count("unread"), refused],
        widths,
      ),
    );
  };
  for (const kind of kinds) row(kind, all.filter((one) => one.kind === kind)); // prettier-ignore
  row("all", all);
  for (const outcome of ["wrong", "unread"] as const) {
    const some = all.filter((one) => one.outcome === outcome);
    if (some.length > 0) print(`${outcome}:`);
    for (const { id, misses } of some)
      print(`  ${id}  ${misses.slice(0, 4).join(", ")}${misses.length > 4 ? ", …" : ""}`.trimEnd());
  }
  const reasons = new Map<Why, number>();
  for (const { why } of all) if (why !== undefined) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  for (const [why, count] of reasons) print(`no answer (${why}): ${count}`);
}

/** The corpus that NIANBAO_CORPUS names. */
export const corpus = (path: string | undefined): Evaluation => ({
  name: "utterances of the corpus",
  async run(rim) {
    if (path === undefined) {
      rim.print("NIANBAO_CORPUS is not set: the corpus of utterances was not read.");
      return;
    }
    const lines = readFileSync(path, "utf8").split("\n").filter((line) => line.trim() !== ""); // prettier-ignore
    await tell(lines.map((line) => Utterance.parse(JSON.parse(line))), rim); // prettier-ignore
  },
});

/** What the grammar cannot read and a model may. */
export const loose: Evaluation = {
  name: "loosely worded utterances",
  run: (rim) => tell(looseUtterances, rim),
};
