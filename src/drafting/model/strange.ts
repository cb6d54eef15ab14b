import type { Ground } from "./ground.ts";
import { saidIn } from "./names.ts";

/** Clauses that have next to nothing in common with what was said: invented reasons, deeds and aims that no list knows. */

/** Characters the written register brings with it, whatever the matter. DATA. */
const register = new Set(
  "的了和与及等在对由将把为是以并均已全年本街道机关我政府信息公开工作开展进行通过主要内容方面情况加强进一步提高不断确保做好实行落实组织安排负责相关有部门其中共到上于从也该此各或如要较更可能还需得给向按照根据依坚持围绕认真严格规范及时存问题足够待升措施下切",
);
/** Fewer characters of its own say nothing of a clause. */
const fewest = 4;
/** So many of them stand in a person's words at least: honest wordings have 0.28 and more. */
const share = 0.25;

export function strangeClauses(text: string, ground: Ground): string[] {
  const known = new Set(saidIn(ground));
  return text
    .replace(/以公开为常态、不公开为例外|《条例》/g, "")
    .split(/[，。；：、]/)
    .filter((clause) => {
      const signs = [...new Set(clause.replace(/\P{Script=Han}/gu, ""))].filter(
        (sign) => !register.has(sign),
      );
      return signs.length >= fewest && signs.filter((sign) => known.has(sign)).length / signs.length < share;
    })
    .map((clause) => `“${clause}”没有人说过`);
}
