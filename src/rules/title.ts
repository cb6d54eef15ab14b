import { titleOf } from "../report/form/closing.ts";
import { practice } from "../report/vocabulary.ts";
import { firstIn, prose, twoQuotes } from "./places.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule } from "./rule.ts";

/** Rules of the title and of the name of the organ (domain.md 5.6, T). */

const custom = practice("各地年报的通行写法");

/** A blank where none belongs; between organ and year there may be a line break. */
const gaps = (title: string): boolean =>
  /\S\s+\S/.test(
    title
      .trim()
      .replace(/([^\d\s])\s+(?=20\d\d年)/, "$1")
      .replace(/\n/g, ""),
  );

function title(reading: Reading): Outcome[] {
  const { organ, year } = reading.report;
  const printed = reading.text("title").replace(/\n/g, "");
  const name = organ?.name ?? "单位全称";
  const right = year === null ? `${name}某年政府信息公开工作年度报告` : titleOf(name, year);
  const wrong = (message: string, severity?: "warning" | "notice"): Outcome[] => [
    {
      message: `${message}，请改为“${right}”。`,
      cells: [],
      where: "title",
      expected: right,
      actual: printed,
      ...(printed === "" ? {} : { quote: reading.report.title }),
      ...(severity === undefined ? {} : { severity }),
    },
  ];
  if (printed === "") return wrong("没有看到标题");
  const first = /^(20\d\d)年度?(.{2,})政府信息公开工作年度报告$/.exec(printed);
  if (first !== null && Number(first[1]) === year && first[2] === name)
    return wrong("标题把年份写在机关名称前面", "notice");
  const parts = /^(.*?)(20\d\d)年(度?)政府信息公开(工作)?年度报告$/.exec(printed);
  if (parts === null) return wrong("标题的写法不对：标题是机关全称、年份、“政府信息公开工作年度报告”连写");
  const [, before = "", printedYear, degree, work] = parts;
  if (year !== null && Number(printedYear) !== year)
    return wrong(`标题写的是${printedYear}年，报告写的是${year}年的情况，年份不一致`);
  if (/(?:关于|公布|发布|印发|上报|报送)/.test(before)) return wrong("标题里有多余的字");
  if (before === "") return wrong("标题缺机关名称", "warning");
  if (work === undefined) return wrong("标题缺“工作”两个字", "warning");
  if (degree !== "") return wrong("标题里“年度”写了两遍", "notice");
  return gaps(reading.report.title) ? wrong("标题中间有多余的空格或换行", "notice") : [];
}

/** 长安区席王街道办事处 in the text, 席王街道办事处 in the title: the text knows the full name. */
function fullName(reading: Reading): Outcome[] {
  const name = reading.report.organ?.name;
  if (name === undefined || /[省市县区旗州盟]./.test(name)) return [];
  const literal = name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const longer = new RegExp(
    `(?<=^|[。，；：、“（\\n与由经])[\\u4e00-\\u9fff]{1,12}[省市县区旗州盟]${literal}`,
  );
  const found = firstIn(reading, longer);
  return breaks(found !== undefined, () => ({
    message: `标题里的单位名称是“${name}”，正文里写的是“${found?.quote}”，标题请用全称。`,
    cells: [],
    where: "title",
    quote: name,
    expected: found?.quote ?? "",
    actual: name,
  }));
}

/** 席王 of 某区席王街道办事处; undefined where the organ is no 街道. */
function placeOf(reading: Reading): string | undefined {
  const { organ } = reading.report;
  if (organ?.kind !== "subdistrict") return undefined;
  const bare = organ.name.replace(/(?:街道办事处|街道)$/, "");
  const own = /[省市县区旗州盟]([^省市县区旗州盟]{2,})$/.exec(bare)?.[1];
  const place = own ?? bare;
  return /^[\u4e00-\u9fff]{2,}$/.test(place) ? place : undefined;
}

const selfName =
  /(?:我|(?<![基根成资样文版书日原])本)(?:街道办事处|街道办|街办|街道|街(?!头)|镇人民政府|镇政府|镇|乡人民政府|乡政府|乡|局|厅|单位|机关|部门)|我(?:处|办|委)/g;

function oneSelfName(reading: Reading): Outcome[] {
  const text = prose.map((where) => reading.text(where)).join("\n");
  const place = placeOf(reading);
  const short =
    place === undefined
      ? []
      : [...text.matchAll(new RegExp(`${place}(?:街道办事处|街道办|街道|街办|办事处)`, "g"))]
          .map(([found]) => found)
          .filter((found) => !found.endsWith("街道办事处"));
  const own = [...text.matchAll(selfName)].map(([found]) => found);
  const named = new Set(short);
  const said = new Set(own);
  const [first, second] = named.size >= 2 ? [...named] : [...said];
  return breaks((named.size >= 2 || said.size >= 3) && first !== undefined && second !== undefined, () => ({
    message: `全文对本单位的称呼有${named.size + said.size}种，如${twoQuotes([first ?? "", second ?? ""])}，请统一用一种简称。`,
    cells: [],
    where: prose.find((where) => reading.text(where).includes(second ?? "")) ?? "overview",
    quote: second ?? "",
    actual: named.size + said.size,
  }));
}

export const titleRules: readonly Rule[] = [
  {
    id: "T-01",
    severity: "error",
    basis: custom,
    demand: "标题＝机关全称＋年份＋政府信息公开工作年度报告",
    check: title,
  },
  { id: "T-02", severity: "notice", basis: custom, demand: "标题用单位全称", check: fullName },
  { id: "T-03", severity: "notice", basis: custom, demand: "对本单位的称呼前后一致", check: oneSelfName },
];
