import type { Oddity } from "../report/printed.ts";
import { sections } from "../report/form.ts";
import { printedForm } from "../report/vocabulary.ts";
import type { Reading } from "./reading.ts";
import { breaks, type Outcome, type Rule, type Severity } from "./rule.ts";

/** D-01: how the tables are drawn, as far as a reader noted it. */

interface Drawn {
  kind: Oddity["kind"];
  severity: Severity;
  message: (tables: string) => string;
}

const kinds: readonly Drawn[] = [
  {
    kind: "no borders",
    severity: "warning",
    message: (tables) => `${tables}没有框线，统一格式的表格有框线，请给表格加上边框。`,
  },
  {
    kind: "run together",
    severity: "notice",
    message: (tables) => `${tables}的各格连在一起，没有分隔，别人很难分清每个数，请用表格印出来。`,
  },
  {
    kind: "empty header",
    severity: "notice",
    message: (tables) => `${tables}表头有空着的格，请按统一格式与相邻的格合并。`,
  },
  {
    kind: "label numbering",
    severity: "notice",
    message: (tables) => `${tables}有的行名写成了“1、”，统一格式是“1.”，请照统一格式改。`,
  },
];

function drawing(reading: Reading): Outcome[] {
  const { oddities } = reading.report;
  return kinds.flatMap(({ kind, severity, message }) => {
    const noted = oddities.filter((oddity) => oddity.kind === kind);
    const there = sections.filter(({ id }) => noted.some(({ table }) => table === id));
    const label = noted.find((oddity) => oddity.label !== "")?.label;
    return breaks(there.length > 0, () => ({
      severity,
      message: message(`第${there.map(({ number }) => number).join("、")}部分的表`),
      cells: [],
      where: there[0]?.id ?? "requests",
      ...(label === undefined ? {} : { quote: label }),
    }));
  });
}

export const makeupRules: readonly Rule[] = [
  {
    id: "D-01",
    severity: "warning",
    basis: printedForm("三张表的表样"),
    demand: "表格有框线，表头和行名照统一格式",
    check: drawing,
  },
];
