import { practice, regulation } from "../report/vocabulary.ts";
import { firstIn, prose } from "./places.ts";
import type { Reading } from "./reading.ts";
import type { Outcome, Rule } from "./rule.ts";

/** Rules of wording that cannot be taken for anything else (domain.md 5.8). */

const slogan = /公开(?:为|是)原则[，、]?(?:以)?不公开(?:为|是)例外/;

/** Terms of the years before 2019, and what to write instead. */
const outdated: readonly { pattern: RegExp; right: string; severity?: "notice" }[] = [
  { pattern: /政务信息公开申请/, right: "政府信息公开申请" },
  { pattern: /(?:复议|诉讼)(?:案件)?(?:、|和|及|或)申诉(?:案例|案件)?/, right: "行政复议、行政诉讼" },
  {
    pattern: /(?:无|没有|未收到|未发生|收到|受理|办理|接收)[^，。；\n]{0,8}依申请公开事项/,
    right: "政府信息公开申请",
    severity: "notice",
  },
];

/** 《条例》 before the full name has been given. */
function defined(reading: Reading): Outcome[] {
  const full = /《(?:中华人民共和国)?政府信息公开条例》|以下(?:简称|称)[^）]{0,4}《?条例/;
  for (const where of prose) {
    const text = reading.text(where);
    const short = text.indexOf("《条例》");
    const long = text.search(full);
    if (long >= 0 && (short < 0 || long < short)) return [];
    if (short < 0) continue;
    return [
      {
        message:
          "第一次提到时就写了简称“《条例》”，前面没有全称，请先写《中华人民共和国政府信息公开条例》（以下简称《条例》）。",
        cells: [],
        where,
        quote: "《条例》",
      },
    ];
  }
  return [];
}

export const wordingRules: readonly Rule[] = [
  {
    id: "L-07",
    severity: "warning",
    basis: regulation("第五条"),
    demand: "以公开为常态、不公开为例外",
    check: (reading): Outcome[] => {
      const found = firstIn(reading, slogan);
      if (found === undefined) return [];
      const expected = "以公开为常态、不公开为例外";
      return [
        {
          message: `“${found.quote}”是旧提法，条例现在的说法是“${expected}”，请改正。`,
          cells: [],
          ...found,
          expected,
          actual: found.quote,
        },
      ];
    },
  },
  {
    id: "L-09",
    severity: "warning",
    basis: practice("用语与现行条例和统一格式一致"),
    demand: "不用过时的名称",
    check: (reading): Outcome[] =>
      outdated.flatMap(({ pattern, right, severity }): Outcome[] => {
        const found = firstIn(reading, pattern);
        return found === undefined
          ? []
          : [
              {
                ...(severity === undefined ? {} : { severity }),
                message: `“${found.quote}”不是现在的说法，请改为“${right}”。`,
                cells: [],
                ...found,
                expected: right,
                actual: found.quote,
              },
            ];
      }),
  },
  {
    id: "L-08",
    severity: "notice",
    basis: practice("简称在全称之后使用"),
    demand: "简称《条例》之前写过全称",
    check: defined,
  },
  {
    id: "L-11",
    severity: "notice",
    basis: practice("同一制度在一份报告里只用一种叫法"),
    demand: "三审三校前后写法一致",
    check: (reading): Outcome[] => {
      const [first, second] = ["三审三校", "三校三审"].map((name) => firstIn(reading, new RegExp(name)));
      if (first === undefined || second === undefined) return [];
      return [{ message: "“三审三校”和“三校三审”两种写法都用了，请统一成一种。", cells: [], ...second }];
    },
  },
];
