import { aspects } from "../report/form/overview.ts";
import { sections } from "../report/form.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import type { AspectPart } from "./aspects.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of numbers and levels of headings (domain.md 5.6: S-03, S-04, S-12). */

const numerals = "一二三四五六七八九十";
const official = practice("《党政机关公文格式》（GB/T 9704—2012）结构层次序数的写法");

/** Judged only when the six sections are all there, in order and alone: else the numbers follow from that. */
function ofSections(reading: Reading): Outcome[] {
  if (reading.order.join() !== sections.map((section) => section.id).join()) return [];
  const wrong = reading.report.sections.flatMap((printed, index) => {
    const right = sections[index];
    return right === undefined || printed.number === "" || printed.number === right.number
      ? []
      : [{ printed, right }];
  });
  return breaks(wrong.length > 0, () => ({
    message: `各部分的编号不对：${wrong.map(({ printed, right }) => `“${right.name}”印成了${printed.number}，应当是${right.number}`).join("；")}，请改正。`,
    cells: [],
    where: wrong[0]?.right.id ?? "overview",
  }));
}

const topLevel = /^([一二三四五六七八])、([^。，；：\n]{2,24})/gm;
const aspectName = /主动公开|依申请公开|信息管理|平台建设|监督保障/;

/** 一、主动公开… 二、依申请公开… inside section 一: numbers of the six sections for its parts. */
function ofParts(reading: Reading): Outcome[] {
  const heads = [...reading.text("overview").matchAll(topLevel)].filter(([, , title]) =>
    aspectName.test(title ?? ""),
  );
  return breaks(heads.length >= 2, () => ({
    message: `总体情况下面的小标题用了“${heads[0]?.[1]}、”“${heads[1]?.[1]}、”，和六个部分的编号重复，请改为（一）（二）（三）。`,
    cells: [],
    where: "overview",
    quote: heads[0]?.[0] ?? "",
  }));
}

function levels(reading: Reading): Outcome[] {
  const printed = reading.report.sections.filter((_, index) => reading.order[index] !== null);
  const given = printed.map(({ level }) => level);
  const used = new Set(given);
  if (printed.length < 2 || used.size < 2) return [];
  const usual = given.find((level) => level !== undefined);
  const odd = printed.find(({ level }) => level !== usual);
  const plain = printed.filter(({ level }) => level === undefined).map(({ number }) => number);
  return [
    {
      message:
        plain.length > 0 && used.size === 2
          ? `六个部分的标题格式不统一：${plain.join("、")}是普通文字，其余设成了标题，请统一成同一级标题。`
          : "六个部分的标题不是同一级，请统一成同一级标题。",
      cells: [],
      where: sections.find(({ number }) => number === odd?.number)?.id ?? "overview",
      quote: odd?.heading ?? "",
    },
  ];
}

const valueOf = ({ number }: AspectPart): number => numerals.indexOf(number) + 1;

/** The numbers of the parts of section 一: one style, without gap or repetition. A list that begins again at 一 is a list of its own. */
function oneNumbering(reading: Reading): Outcome[] {
  const parts = reading.aspects.filter((part) => part.aspect !== null);
  const chinese = parts.filter((part) => /[一二三四五六七八九十]/.test(part.number));
  const arabic = parts.filter((part) => /\d/.test(part.number));
  const names = new RegExp(aspects.map(({ name }) => name.replace("政府信息", "")).join("|"));
  const counted = reading.aspects.filter((part) => numerals.includes(part.number) && part.number !== "");
  const jump = counted.find((part, index) => {
    const before = counted.slice(0, index);
    if (before.length === 0 || !names.test(part.title)) return false;
    const twice = before.findLast(({ title }) => names.test(title))?.number === part.number;
    return twice || valueOf(part) > Math.max(...before.map(valueOf)) + 1;
  });
  const ahead = jump === undefined ? undefined : counted[counted.indexOf(jump) - 1];
  return [
    ...breaks(chinese.length > 0 && arabic.length > 0, () => ({
      message: `总体情况的小标题编号不统一：有的是（${chinese[0]?.number}），有的是（${arabic[0]?.number}），请统一写成（一）（二）的形式。`,
      cells: [],
      where: "overview",
      quote: `（${arabic[0]?.number}）${arabic[0]?.title}`,
    })),
    ...breaks(jump !== undefined && ahead !== undefined, () => ({
      message: `总体情况的小标题编号不连续：（${ahead?.number}）后面是（${jump?.number}），请按顺序编号。`,
      cells: [],
      where: "overview",
      quote: `（${jump?.number}）${jump?.title}`,
    })),
  ];
}

export const numberingRules: readonly Rule[] = [
  {
    id: "S-03",
    severity: "error",
    basis: printedForm(""),
    demand: "各部分编号从一到六，总体情况的小标题不用同样的编号",
    check: (reading) => [...ofSections(reading), ...ofParts(reading)],
  },
  {
    id: "S-04",
    severity: "warning",
    basis: practice("各地年报的通行写法：六个部分的标题同级、同样式"),
    demand: "六个部分的标题是同一级",
    check: levels,
  },
  {
    id: "S-12",
    severity: "warning",
    basis: official,
    demand: "总体情况的小标题编号连续、写法统一",
    check: oneNumbering,
  },
];
