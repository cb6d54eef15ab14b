import { readFileSync } from "node:fs";
import type { Role } from "../../src/conversation/message.ts";
import { kindsOf } from "../../src/report/organ.ts";
import type { Group } from "./interview.ts";

/** A golden transcript: what a person says and what the bot answers, word for word, and what the document then prints. */
export interface Transcript {
  title: string;
  /** The clock of the talk, ISO 8601. */
  time: string;
  /** The published report whose figures are told, by its name in the collection of reports; "" for none. */
  facts: string;
  /** The first document must come with this message at the latest; 0 for no such limit. */
  within: number;
  /** 群：单位全称 and 名单：张三 填报，王局 审核; undefined where one person talks alone. */
  group?: Group;
  exchanges: { said: string; answered: string }[];
  /** The last file that was handed over: its name, its cells above 0, how many are blank. */
  result: { file: string; above: Record<string, number>; blank: number };
}

/** Reads `人：` and `机：` blocks; a block ends where the next begins. Throws when the file is not a transcript. */
export function readTranscript(path: string): Transcript {
  const [talk = "", ending = ""] = readFileSync(path, "utf8").split("\n## 结果\n");
  const title = /^# (.+)$/m.exec(talk)?.[1];
  const time = /^时间：(.+)$/m.exec(talk)?.[1];
  if (title === undefined || time === undefined) throw new Error(`${path}: no title or time`);
  const facts = /^事实：(.+)$/m.exec(talk)?.[1] ?? "";
  const within = Number(/^至多：(\d+)句$/m.exec(talk)?.[1] ?? 0);
  const blocks = talk.split(/^(?=[人机]：)/m).slice(1);
  const exchanges: Transcript["exchanges"] = [];
  for (const block of blocks) {
    const words = block.slice(2).trim();
    if (block.startsWith("人：")) exchanges.push({ said: words, answered: "" });
    else {
      const last = exchanges.at(-1);
      if (last === undefined) throw new Error(`${path}: the bot speaks first`);
      last.answered = words;
    }
  }
  const group = groupOf(/^群：(.+)$/m.exec(talk)?.[1], /^名单：(.+)$/m.exec(talk)?.[1]);
  const line = (name: string): string => new RegExp(`^${name}：(.*)$`, "m").exec(ending)?.[1]?.trim() ?? "";
  const above = Object.fromEntries(
    line("非零")
      .split("，")
      .filter((part) => part !== "")
      .map((part) => part.split("＝"))
      .map(([cell = "", value]) => [cell, Number(value)]),
  );
  return {
    title,
    time,
    facts,
    within,
    ...(group === undefined ? {} : { group }),
    exchanges,
    result: { file: line("文件"), above, blank: Number(line("空白") || NaN) },
  };
}

const roles: Record<string, Role> = { 填报: "clerk", 审核: "reviewer", 查看: "viewer" };

const wordOf = (role: Role): string => Object.keys(roles).find((word) => roles[word] === role) ?? "";

function groupOf(unit: string | undefined, list: string | undefined): Group | undefined {
  if (unit === undefined || list === undefined) return undefined;
  const people = list.split("，").map((entry): [string, Role] => {
    const [name = "", word = ""] = entry.split(" ");
    const role = roles[word];
    if (role === undefined) throw new Error(`no role: ${entry}`);
    return [name, role];
  });
  const [kind] = kindsOf(unit);
  if (kind === undefined) throw new Error(`no kind of organ: ${unit}`);
  return { organ: { name: unit, kind }, roles: new Map(people) };
}

/** The same transcript as text, with the answers that were given now. */
export function writeTranscript({
  title,
  time,
  facts,
  within,
  group,
  exchanges,
  result,
}: Transcript): string {
  const talk = exchanges.map(({ said, answered }) => `人：${said}\n\n机：${answered}\n`).join("\n");
  const above = Object.entries(result.above)
    .map(([cell, value]) => `${cell}＝${value}`)
    .join("，");
  const head = [
    `时间：${time}`,
    facts === "" ? "" : `事实：${facts}`,
    within === 0 ? "" : `至多：${within}句`,
    group === undefined ? "" : `群：${group.organ.name}`,
    group === undefined
      ? ""
      : `名单：${[...group.roles].map(([name, role]) => `${name} ${wordOf(role)}`).join("，")}`,
  ].filter((line) => line !== "");
  return `# ${title}\n\n${head.join("\n\n")}\n\n${talk}\n## 结果\n\n文件：${result.file}\n\n非零：${above}\n\n空白：${result.blank}\n`;
}
