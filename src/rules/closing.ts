import { practice, regulation } from "../report/vocabulary.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of section 五: problems and measures (domain.md 5.6). */

export const onlyNothing = /^(?:暂?无|没有|不存在)(?:问题|内容|情况)?[。！]?$/;
const problemWords = /问题|不足|短板|差距|薄弱|欠缺|有待|不够|还需|仍需|亟待|不强|不高|不深/;
const measureWords = /改进|措施|下一步|下步|今后|整改|加强|加大|提升|完善|强化|优化|健全|推进|丰富/;

/** （一）存在的主要问题。: a title of level two, to be followed by words. */
const title =
  /(?:^|(?<=[\n。]))(?:（[一二三四五]）|[一二三四五]、)?[^。：，；\n]{0,6}(?:问题|不足|改进情况|改进措施|下一步|措施)[^。：，；\n]{0,8}(?=[。：\n]|$)/g;

/** Titles without a word under them. */
function emptyTitles(text: string): string[] {
  const titles = [...text.matchAll(title)];
  return titles.flatMap((found, index) => {
    const under = text.slice(found.index + found[0].length, titles[index + 1]?.index);
    return /^[。：\n]*(?:暂?无)?[。\n]*$/.test(under) ? [found[0]] : [];
  });
}

function problemsAndMeasures(reading: Reading): Outcome[] {
  if (!reading.sections.has("problems")) return [];
  const text = reading.text("problems");
  const empty = emptyTitles(text);
  const said = empty.reduce((rest, each) => rest.replace(each, ""), text).replace(/[\n。：]/g, "");
  const demand = "请写出主要问题和改进情况，各一两条就可以";
  const whole = (message: string): Outcome[] => [
    {
      message: `${message}，${demand}。`,
      cells: [],
      where: "problems",
      ...(text === "" ? {} : { quote: text.split("\n")[0] ?? "" }),
    },
  ];
  if (said === "") return whole("第五部分没有内容");
  if (onlyNothing.test(said)) return whole("第五部分只写了“无”");
  if (said.length < 10) return whole("第五部分只有几个字");
  const lacking = [
    ...(problemWords.test(text) && !empty.some((each) => problemWords.test(each)) ? [] : ["存在的问题"]),
    ...(measureWords.test(text) && !empty.some((each) => measureWords.test(each)) ? [] : ["改进情况"]),
  ];
  return breaks(lacking.length > 0, () => ({
    severity: "warning",
    message: `第五部分没有看到${lacking.join("和")}，问题和改进两方面都要写，请补上。`,
    cells: [],
    where: "problems",
  }));
}

const ordinals = "一二三四五六七八九十";
/** The lengths of the counted series in a text: 一是…二是… and 1.…2.…; a series starts again at 一. */
function series(text: string): number[] {
  const marks = [
    [...text.matchAll(/([一二三四五六七八九十])是(?!否)/g)].map(
      (match) => ordinals.indexOf(match[1] ?? "") + 1,
    ),
    [...text.matchAll(/(?:^|[。；：\n])(?:（(\d{1,2})）|(\d{1,2})[.、．](?!\d))/g)].map((match) =>
      Number(match[1] ?? match[2]),
    ),
  ].filter((found) => found.length > 0);
  // Two ways of counting in one section are levels or parts: which items answer which cannot be told.
  const [only] = marks;
  if (marks.length !== 1 || only === undefined) return [];
  const lengths: number[] = [];
  for (const number of only) {
    const last = lengths.at(-1);
    if (number === 1) lengths.push(1);
    else if (last !== undefined && number === last + 1) lengths[lengths.length - 1] = number;
    else return [];
  }
  return lengths;
}

function oneForOne(reading: Reading): Outcome[] {
  const [problems, measures, ...more] = series(reading.text("problems"));
  return breaks(
    problems !== undefined && measures !== undefined && more.length === 0 && problems !== measures,
    () => ({
      message: `第五部分列了${problems}个问题、${measures}条措施，请一个问题对一条措施。`,
      cells: [],
      where: "problems",
      ...(problems === undefined ? {} : { expected: problems }),
      ...(measures === undefined ? {} : { actual: measures }),
    }),
  );
}

/** S-11 is F-01, in fee.ts. */
export const closingRules: readonly Rule[] = [
  {
    id: "S-09",
    severity: "error",
    basis: regulation("第五十条第（四）项"),
    demand: "第五部分写明主要问题和改进情况",
    check: problemsAndMeasures,
  },
  {
    id: "S-10",
    severity: "notice",
    basis: practice("各地培训要求：逐条提出改进措施"),
    demand: "问题与措施一一对应",
    check: oneForOne,
  },
];
