import { sections } from "../report/form.ts";
import { practice, regulation } from "../report/vocabulary.ts";
import type { Reading, Where } from "./reading.ts";
import type { Outcome, Rule } from "./rule.ts";

/** Rules of wording that cannot be taken for anything else (domain.md 5.8). */

/** The first place of a pattern in the prose. */
function firstIn(reading: Reading, pattern: RegExp): { where: Where; quote: string } | undefined {
  for (const where of ["preamble" as const, ...sections.map((section) => section.id)]) {
    const quote = pattern.exec(reading.text(where))?.[0];
    if (quote !== undefined) return { where, quote };
  }
  return undefined;
}

const slogan = /公开(?:为|是)原则[，、]?(?:以)?不公开(?:为|是)例外/;

/** Terms of the years before 2019, and what to write instead. */
const outdated: readonly { pattern: RegExp; right: string }[] = [
  { pattern: /政务信息公开申请/, right: "政府信息公开申请" },
  { pattern: /(?:复议|诉讼)(?:案件)?(?:、|和|及|或)申诉/, right: "行政复议、行政诉讼" },
];

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
      outdated.flatMap(({ pattern, right }) => {
        const found = firstIn(reading, pattern);
        return found === undefined
          ? []
          : [
              {
                message: `“${found.quote}”是过时的说法，请改为“${right}”。`,
                cells: [],
                ...found,
                expected: right,
                actual: found.quote,
              },
            ];
      }),
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
