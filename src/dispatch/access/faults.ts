import type { z } from "zod";
import { organKind } from "../../report/organ.ts";
import { isHere, isSameHuman, type AccessList, type ListedUnit } from "./shape.ts";

/** What is wrong with the list of those who may, in one sentence each, with the place in the file. */

const names: Readonly<Record<string, string>> = {
  units: "单位",
  people: "人员",
  groups: "群",
};
const lists: Readonly<Record<string, string>> = { units: "个单位", people: "位人员", groups: "个群" };
const options: Readonly<Record<string, string>> = {
  role: "只能是 clerk（填报）、reviewer（审核）、viewer（查看）",
  channel: "只能是 feishu、wecom、wecom-app、wechaty、web、terminal",
  kind: "只能是 province、city、county、township、subdistrict、department、committee",
  id: "要写平台上的编号，一段不空的文字；写 * 表示这个渠道的所有人",
  name: "要写一段文字，最多60个字",
  year: "要写四位数的年份，如 2025",
  organ: '要写成 {"name": 单位全称, "kind": 单位类型}',
  deadline: "要写每年都有的日期，月和日都是两位数，如 01-20",
  responsible: "只能是 true 或 false，不加引号",
  contact: "要写一段文字，最多300个字",
  units: "要写成列表，用方括号 [ ] 括起来",
  people: "要写成列表，用方括号 [ ] 括起来",
  groups: "要写成列表，用方括号 [ ] 括起来",
};

/** 第1个单位的第2位人员. */
function placeOf(path: readonly PropertyKey[]): string {
  const parts: string[] = [];
  for (const [index, step] of path.entries()) {
    const list = path[index - 1];
    if (typeof step === "number" && typeof list === "string")
      parts.push(`第${step + 1}${lists[list] ?? "项"}`);
    else if (typeof step === "string" && typeof path[index + 1] !== "number" && index === path.length - 1)
      parts.push(names[step] === undefined ? step : `${names[step]}（${step}）`);
    else if (typeof step === "string" && typeof path[index + 1] === "string") parts.push(step);
  }
  return parts.join("的");
}

/** Chinese and Latin letters stand apart. */
const spaced = (text: string): string =>
  text.replace(/(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])/g, " ");

export function shapeFaults(error: z.ZodError, value: unknown): string[] {
  return error.issues.map((issue) => {
    const place = issue.path.length === 0 ? "最外层" : placeOf(issue.path);
    if (issue.code === "unrecognized_keys")
      return `使用名单里${place}有不认识的项：${issue.keys.map((key) => key.slice(0, 40)).join("、")}。请检查拼写。`;
    const last = String(issue.path.at(-1) ?? "");
    if (last === "name" && issue.path.at(-2) === "organ")
      return `使用名单里${spaced(`${place}不对`)}：要写单位全称，2至60个字。`;
    const missing = within(value, issue.path) === undefined;
    const rule = options[last] ?? '要写成 {"units": [ … ]}';
    const wrong = missing && issue.path.length > 0 ? "没有写" : "不对";
    return `使用名单里${spaced(`${place}${wrong}`)}：${rule}。`;
  });
}

function within(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const step of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = Reflect.get(inner, step);
  }
  return inner;
}

/** What the shape allows and still cannot be meant. */
export function meaningFaults({ units }: AccessList): string[] {
  const faults: string[] = [];
  const organs = new Map<string, number>();
  for (const [index, unit] of units.entries()) {
    const { organ, people, groups } = unit;
    const before = organs.get(organ.name);
    if (before !== undefined)
      faults.push(
        `使用名单里第${before + 1}个单位和第${index + 1}个单位同名：每个单位只写一次，人员写在一起。`,
      );
    organs.set(organ.name, index);
    for (const [what, listed] of [
      ["位人员", people],
      ["个群", groups],
    ] as const) {
      const seen = new Map<string, number>();
      for (const [number, { channel, id }] of listed.entries()) {
        const key = JSON.stringify([channel, id]);
        const first = seen.get(key);
        if (first !== undefined)
          faults.push(
            `使用名单里第${index + 1}个单位的第${first + 1}${what}和第${number + 1}${what}是同一个，请删去一个。`,
          );
        seen.set(key, number);
      }
    }
    faults.push(...lateFaults(unit, index), ...responsibleFaults(unit, index));
  }
  return faults;
}

/** Those above may ask for the report earlier than the law, not later. */
function lateFaults({ organ, deadline }: ListedUnit, index: number): string[] {
  const last = organKind(organ.kind).deadline;
  if (deadline === undefined || deadline.month * 100 + deadline.day <= last.month * 100 + last.day) return [];
  return [
    `使用名单里第${index + 1}个单位的 deadline 不对：${deadline.month}月${deadline.day}日太晚了，这类单位的年报最晚${last.month}月${last.day}日截止，当地的日期只能更早。`,
  ];
}

/** One person is responsible, on as many platforms as they like, by the same name. */
function responsibleFaults({ people }: ListedUnit, index: number): string[] {
  const flagged = [...people.entries()].filter(([, { responsible }]) => responsible === true);
  const place = (number: number): string => `使用名单里第${index + 1}个单位的第${number + 1}位人员`;
  const nobody = flagged
    .filter(([, { id, channel }]) => id === "*" || isHere(channel))
    .map(
      ([number]) =>
        `${place(number)}不能标 responsible：要标在一个具体的人上，编号不是 *，渠道不是 web、terminal。`,
    );
  const [first, ...others] = flagged;
  if (first === undefined) return nobody;
  const second = others.find(([, person]) => !isSameHuman(first[1], person));
  if (second === undefined) return nobody;
  const both = `${place(first[0])}和第${second[0] + 1}位人员都标了 responsible`;
  return [...nobody, `${both}：负责人只能有一位；同一个人在两个平台的，名字要写得一样。`];
}

export function syntaxFaults(text: string, error: unknown): string[] {
  const found = /position (\d+)/.exec(error instanceof Error ? error.message : "");
  if (text.trim() === "")
    return ['使用名单是空的。要写成 {"units": [ … ]}；一个人都不放，就写 {"units": []}。'];
  const before = found === null ? text : text.slice(0, Number(found[1]));
  const line = before.split("\n").length;
  return [`使用名单第${line}行不是正确的 JSON：请检查这里的引号、逗号和括号。`];
}
