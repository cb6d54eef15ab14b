import { firstYear, yearFault } from "../report/period.ts";
import { questions } from "../report/form.ts";
import { understand } from "../understanding/understand.ts";
import type { Heard, Sent } from "./heard.ts";
import { inYear } from "./inYear.ts";
import { pickChoice } from "./message.ts";
import { text, type Reply } from "./reply.ts";
import type { Talk } from "./talk.ts";
import { wording } from "./words/wording.ts";

/** November and December: last year's report or this year's? What is said before that is known waits for the answer. */
export async function withoutYear(heard: Heard, talk: Talk, years: readonly number[]): Promise<Reply[]> {
  const { unit, message, now } = heard;
  const { pending } = talk;
  if (heard.sent !== undefined) return fileWithoutYear(heard, talk, years, heard.sent);
  const labels = pending?.choices.map((choice) => choice.label) ?? [];
  const picked = pickChoice(message.text, labels);
  const commands =
    picked !== null
      ? (pending?.choices[picked]?.commands ?? [])
      : understand({
          say: message.text,
          asked: "organ",
          year: years.at(-1) ?? firstYear,
          known: () => undefined,
          lastYear: () => undefined,
        }).commands;
  const order = commands.find((command) => command.do === "year");
  const held = picked === null ? (pending?.choices[0]?.commands ?? []) : [];
  const facts = [...held, ...commands].filter(
    (command) => command.do !== "year" && command.do !== "run" && command.do !== "generateAnyway",
  );
  if (order !== undefined) {
    const fault = yearFault(order.year, now);
    if (fault !== null) return [text(fault)];
    const replies = await inYear(heard, { ...talk, year: order.year, pending: null }, order.year, facts);
    return facts.some((command) => command.do === "organ")
      ? replies
      : [text(wording.yearSet(order.year)), ...replies];
  }
  const question = wording.yearQuestion(years);
  if (facts.length === 0) {
    unit.putTalk({ ...talk, asked: "organ" });
    const helped = commands.some((command) => command.do === "run" && command.name === "帮助");
    const example = `可以一起说，例如：某某区某某街道办事处，${years[0]}年。`;
    return [
      text(wording.greeting, helped ? wording.help : "", `${questions.organ.ask}${question}${example}`),
    ];
  }
  const choices = years.map((year) => ({
    label: talk.file === null ? `${year}年` : wording.yearOfFile(year, talk.file.year),
    commands: [{ do: "year" as const, year }, ...facts],
  }));
  const words = [pending?.words ?? "", message.text]
    .filter((part) => part !== "")
    .join("；")
    .slice(0, 120);
  unit.putTalk({ ...talk, asked: "year", pending: { question, choices, insist: true, words } });
  return [{ type: "choices", text: question, choices: choices.map((choice) => choice.label) }];
}

/** A file before the year is known: whether it is this year's or the last, only the person can say. */
function fileWithoutYear({ unit }: Heard, talk: Talk, years: readonly number[], sent: Sent): Reply[] {
  const open = talk.pending?.choices.map((choice) => choice.label) ?? [];
  if ("fault" in sent) {
    unit.putTalk(talk);
    const question = talk.pending?.question ?? wording.yearQuestion(years);
    return [
      text(sent.fault),
      open.length > 0 ? { type: "choices", text: question, choices: open } : text(question),
    ];
  }
  const facts = (talk.pending?.choices[0]?.commands ?? []).filter(
    (command) => command.do !== "year" && command.do !== "file",
  );
  const choices = years.map((year) => ({
    label: wording.yearOfFile(year, sent.held.year),
    commands: [{ do: "year" as const, year }, ...facts, { do: "file" as const }],
  }));
  const question = wording.yearQuestion(years);
  const words = [talk.pending?.words ?? "", `文件：${sent.held.name}`]
    .filter((part) => part !== "")
    .join("；");
  unit.putTalk({
    ...talk,
    asked: "year",
    file: sent.held,
    pending: { question, choices, insist: true, words: words.slice(0, 120) },
  });
  const said = wording.fileOfYear(sent.held.year);
  return [text(said), { type: "choices", text: question, choices: choices.map((choice) => choice.label) }];
}
