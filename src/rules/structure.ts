import { canonicalLabel } from "../language/width.ts";
import { cellsUnder, sections, tableIds, type SectionId, type TableId } from "../report/form.ts";
import { printedForm } from "../report/vocabulary.ts";
import type { Reading } from "./reading.ts";
import { breaks, tableNames, type Outcome, type Rule } from "./rule.ts";

/** Rules of the make-up: title, preamble, sections and their headings (domain.md 5.6). */

const isTable = (id: SectionId): id is TableId => (tableIds as readonly string[]).includes(id);

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
      message: `第${numberOf(id)}部分的标题${withoutNumber(oldHeading) === words ? "是2019年试行格式的写法" : "与统一格式不一样"}，请改为“${heading}”。`,
      cells: [],
      where: id,
      quote: printed.heading,
      expected: heading,
      actual: printed.heading,
    }));
  });
}

const numberOf = (id: SectionId): string => sections.find((section) => section.id === id)?.number ?? "";

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
];
