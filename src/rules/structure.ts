import { canonicalLabel } from "../language/width.ts";
import { cellsUnder, sections, tableIds, type SectionId, type TableId } from "../report/form.ts";
import { titleOf } from "../report/form/closing.ts";
import { practice, printedForm } from "../report/vocabulary.ts";
import type { Reading } from "./reading.ts";
import { breaks, tableNames, type Outcome, type Rule } from "./rule.ts";

/** Rules of the make-up: title, preamble, sections and their headings (domain.md 5.6). */

const custom = practice("各地年报的通行写法");
const isTable = (id: SectionId): id is TableId => (tableIds as readonly string[]).includes(id);

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
  return degree === "" ? [] : wrong("标题里“年度”写了两遍", "notice");
}

const days = String.raw`(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日`;
const period = new RegExp(`${days}(?:起)?(?:至|到|—+|-+|~|～|－)${days}`);
const periodWord = /统计(?:期限|时限|期间|时段|范围|时间|数据|口径)|期限|时限|(?:所列|列出)的?.{0,4}数据/;

/** The sentence that states the period, in the preamble or at the head of section 一. */
function periodSentence(reading: Reading): { where: "preamble" | "overview"; words: string } | undefined {
  for (const where of ["preamble", "overview"] as const) {
    const words = reading
      .text(where)
      .split(/[。；]/)
      .find((sentence) => periodWord.test(sentence) && period.test(sentence.replace(/\n/g, "")));
    if (words !== undefined) return { where, words: words.replace(/\n/g, "") };
  }
  return undefined;
}

function periodNamed(reading: Reading): Outcome[] {
  const all = ["preamble", "overview", "other"] as const;
  const told = all.some((where) => {
    const text = reading.text(where).replace(/\n/g, "");
    return period.test(text) || /统计(?:期限|时限|期间|时间)[^。]{0,20}\d{4}年/.test(text);
  });
  if (told) return [];
  const contact = all.some((where) => /(?:电话|邮编|邮箱|地址)[：为是]|@/.test(reading.text(where)));
  const year = reading.report.year ?? "本";
  return [
    {
      message: `报告开头没有写统计期限${contact ? "" : "和联系方式"}，建议写明：所列数据的统计期限自${year}年1月1日起至${year}年12月31日止${contact ? "" : "，并附地址、电话"}。`,
      cells: [],
      where: "preamble",
    },
  ];
}

function periodRight(reading: Reading): Outcome[] {
  const found = periodSentence(reading);
  const year = reading.report.year;
  const dates = found === undefined ? null : period.exec(found.words);
  if (found === undefined || dates === null || year === null) return [];
  const [quote, from, m1, d1, to, m2, d2] = dates;
  const years = [from, to].flatMap((each) => (each === undefined ? [] : [Number(each)]));
  const wrongYear = years.some((each) => each !== year);
  const wholeYear = [m1, d1, m2, d2].map(Number).join() === "1,1,12,31";
  const expected = `${year}年1月1日至${year}年12月31日`;
  return breaks(wrongYear || !wholeYear, () => ({
    severity: wrongYear ? "error" : "warning",
    message: `统计期限写的是“${quote}”，应当是${expected}，请改正。`,
    cells: [],
    where: found.where,
    quote,
    expected,
    actual: quote,
  }));
}

function allSections(reading: Reading): Outcome[] {
  const missing = sections.filter((section) => !reading.sections.has(section.id));
  const known = reading.order.flatMap((id) => id ?? []);
  const twice = sections.filter((section) => known.filter((id) => id === section.id).length > 1);
  const first = sections.filter((section) => known.includes(section.id)).map((section) => section.id);
  const moved = known.filter((id, index) => known.indexOf(id) === index).join() !== first.join();
  const foreign = reading.report.sections.filter((_, index) => reading.order[index] === null);
  const lost = missing.flatMap(({ id }) => (isTable(id) && !reading.tables.has(id) ? cellsUnder(id) : []));
  return [
    ...breaks(missing.length > 0, () => ({
      message: `缺${missing.length}个部分：${missing.map((section) => `“${section.heading}”`).join("")}，六个部分一个也不能少，请补上。`,
      cells: lost,
      where: missing[0]?.id ?? "overview",
      expected: sections.length,
      actual: sections.length - missing.length,
    })),
    ...breaks(twice.length > 0, () => ({
      message: `${twice.map((section) => `“${section.name}”`).join("")}这一部分出现了不止一次，请合并成一个部分。`,
      cells: [],
      where: twice[0]?.id ?? "overview",
    })),
    ...breaks(moved && twice.length === 0, () => ({
      message: "六个部分的先后顺序与统一格式不一样，请按一到六的顺序排列。",
      cells: [],
      where: known.find((id, index) => id !== first[index]) ?? "overview",
    })),
    ...breaks(foreign.length > 0, () => ({
      severity: "warning",
      message: `有${foreign.length}个部分不在统一格式里，统一格式只有六个部分，请把内容并入相应的部分。`,
      cells: [],
      where: known.at(-1) ?? "other",
      quote: foreign[0]?.heading ?? "",
    })),
  ];
}

const withoutNumber = (heading: string): string =>
  canonicalLabel(heading.replace(/[*#]/g, "")).replace(
    /^[(]?(?:第?[一二三四五六七八九十]|\d)(?:部分)?[)]?\.*/,
    "",
  );
const oldHeading = "政府信息公开工作存在的主要问题及改进情况";

function headings(reading: Reading): Outcome[] {
  return [...reading.sections].flatMap(([id, printed]) => {
    const heading = sections.find((section) => section.id === id)?.heading ?? "";
    const words = withoutNumber(printed.heading).replace(/[.:]+$/, "");
    const right = [heading, ...(reading.form === "2019" && id === "problems" ? [oldHeading] : [])];
    return breaks(!right.some((each) => withoutNumber(each) === words), () => ({
      message: `第${numberOf(id)}部分的标题与统一格式不一样，请改为“${heading}”。`,
      cells: [],
      where: id,
      quote: printed.heading,
      expected: heading,
      actual: printed.heading,
    }));
  });
}

const numberOf = (id: SectionId): string => sections.find((section) => section.id === id)?.number ?? "";

/** Judged only when the six sections are all there, in order and alone: else the numbers follow from that. */
function numbering(reading: Reading): Outcome[] {
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

function tables(reading: Reading): Outcome[] {
  return tableIds
    .filter((id) => reading.sections.has(id) && !reading.tables.has(id))
    .map((id) => ({
      message: `第${numberOf(id)}部分没有看到${tableNames[id]}，请按统一格式补上表格（不能用图片或者一句话代替），没有的填0。`,
      cells: cellsUnder(id),
      where: id,
    }));
}

const form = printedForm("");

export const structureRules: readonly Rule[] = [
  {
    id: "T-01",
    severity: "error",
    basis: custom,
    demand: "标题＝机关全称＋年份＋政府信息公开工作年度报告",
    check: title,
  },
  {
    id: "S-01",
    severity: "error",
    basis: form,
    demand: "一至六六个部分齐全，各一次，按顺序",
    structural: true,
    check: allSections,
  },
  {
    id: "S-07",
    severity: "error",
    basis: form,
    demand: "第二、三、四部分各有一张表",
    structural: true,
    check: tables,
  },
  { id: "S-03", severity: "error", basis: form, demand: "各部分编号从一到六", check: numbering },
  {
    id: "S-06",
    severity: "error",
    basis: form,
    demand: "2021年度起使用2021年的统一格式",
    check: (reading) => {
      const year = reading.report.year;
      return breaks(reading.report.form === "2019" && year !== null && year >= 2021, () => ({
        message: `${year}年的报告用的是2019年试行格式的表，2021年度起应当用国办公开办函〔2021〕30号的统一格式，请换成新的表。`,
        cells: [],
        where: "disclosure",
        expected: 2021,
        actual: 2019,
      }));
    },
  },
  {
    id: "S-02",
    severity: "warning",
    basis: form,
    demand: "六个部分的标题与统一格式一字不差",
    check: headings,
  },
  {
    id: "P-02",
    severity: "error",
    basis: custom,
    demand: "统计期限是报告年度的1月1日至12月31日",
    check: periodRight,
  },
  { id: "P-01", severity: "notice", basis: custom, demand: "开头写明统计期限", check: periodNamed },
];
