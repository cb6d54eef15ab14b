import type { Report } from "../report/report.ts";
import { splitReason } from "../understanding/checking.ts";
import type { Command } from "../understanding/command.ts";
import { next } from "./asking/next.ts";
import { text } from "./reply.ts";
import type { Outcome, Situation } from "./situation.ts";
import type { Talk } from "./talk.ts";
import { wording } from "./words/wording.ts";

/** What comes between a question and its answer: a file, or a reason that was asked for. */

/** A file has come: the answer where it cannot be looked at now, else the talk to go on with and what to say first. */
export function fileTurn(situation: Situation, report: Report): Outcome | { talk: Talk; first: string } {
  const { talk, sent } = situation;
  const { pending } = talk;
  if (sent === undefined) throw new Error("a turn without a file");
  if ("fault" in sent || (pending?.insist ?? false)) {
    const file = "fault" in sent ? [] : [{ do: "file" as const }];
    const said = "fault" in sent ? sent.fault : wording.fileWaits;
    const kept =
      pending === null
        ? null
        : {
            ...pending,
            choices: pending.choices.map(({ label, commands }) => ({
              label,
              commands: [...commands, ...file],
            })),
          };
    const held = "fault" in sent ? talk.file : sent.held;
    if (kept !== null)
      return {
        talk: { ...talk, file: held, pending: kept },
        events: [],
        replies: [
          text(said),
          { type: "choices", text: kept.question, choices: kept.choices.map(({ label }) => label) },
        ],
      };
    const open = next(report, talk.deferred, (cell) => situation.lastYear(cell));
    return {
      talk: { ...talk, asked: open?.asked ?? null },
      events: [],
      replies: [text(said, open?.text ?? "")],
    };
  }
  const first =
    talk.waiting !== null
      ? wording.notChanged[talk.waiting.what]
      : pending !== null
        ? wording.choiceDropped
        : "";
  return { talk: { ...talk, file: sent.held, pending: null, waiting: null }, first };
}

const refusing =
  /^(?:不改了?|算了|不了|不用了?|不用改了?|不忽略了?|取消|没有(?:原因|理由)|保持不变|还是按原来的)[。.!！]*$/;

/** The answer to 为什么: commands with their reason, nothing at all, or null where something else was said. */
export function reasonTurn(said: string, talk: Talk, isElse: () => boolean): readonly Command[] | null {
  const { waiting } = talk;
  if (waiting === null) return null;
  const words = said.trim();
  if (refusing.test(words)) return [];
  const split = splitReason(words);
  const reason = split?.head === "" ? split.reason : isElse() ? null : words.replace(/[。.!！\s]+$/, "");
  if (reason === null || reason.length < 2) return null;
  const given = reason.slice(0, 500);
  if (waiting.what === "dismiss")
    return waiting.commands.map((command) =>
      command.do === "dismiss" ? { ...command, reason: given } : command,
    );
  const cells = waiting.commands.flatMap((command) => (command.do === "explain" ? command.cells : []));
  return [
    ...waiting.commands.filter((command) => command.do !== "explain"),
    ...(cells.length > 0 ? [{ do: "explain" as const, cells, reason: given }] : []),
  ];
}
