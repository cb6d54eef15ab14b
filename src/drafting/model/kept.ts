import { splitSentences } from "../../language/sentences.ts";
import { withoutMark, type Stated } from "./figures.ts";
import { withFigures, type Ground } from "./ground.ts";

/** What a person stated must still be there, and nothing may be turned round. */

/** Words with such a sign that deny nothing. */
const harmless =
  /不断|不仅|不但|不同|不懈|不足|不够|不少|不动产|不定期|不得|未来|无论|无线|无障碍|无误|以公开为常态、不公开为例外|不予公开|不予处理|无法提供/g;
const denial = /未|没有?|无|不|尚无|从未|零/g;
const strong = /未|没有?|无|零/g;

/** What is denied: a few characters behind the word. */
interface Denied {
  quote: string;
  about: string;
}

function denied(text: string, pattern: RegExp): Denied[] {
  const plain = text.replace(harmless, (found) => "\ue000".repeat(found.length));
  return [...plain.matchAll(pattern)].map(({ 0: word, index }) => {
    const rest = plain.slice(index + word.length).split(/[，。；：、\n]/)[0] ?? "";
    const before =
      plain
        .slice(0, index)
        .split(/[，。；：、\n]/)
        .at(-1) ?? "";
    const about = rest.replace(/[的了过被人有]/g, "").slice(0, 8);
    return {
      quote: `${word}${rest.slice(0, 8)}`,
      about: about.length >= 2 ? about : `${before.slice(-6)}${about}`,
    };
  });
}

const common = (one: string, other: string): number =>
  [...new Set(one)].filter((character) => other.includes(character)).length;

/** A denial of the items that the answer lost, and one it added. In 五 a problem may be told with 未 or 不. */
function denials(text: string, { items, slot }: Ground): string[] {
  const words = items.join("\n");
  const said = denied(words, denial);
  const told = denied(text, denial);
  const lost = denied(words, strong).filter(
    ({ about }) => !told.some((other) => common(about, other.about) >= Math.min(2, about.length)),
  );
  const added =
    slot === "problems"
      ? []
      : told.filter(({ about }) => !said.some((other) => common(about, other.about) >= 1));
  return [
    ...lost.map(({ quote }) => `“${quote}”的否定意思丢了`),
    ...added.map(({ quote }) => `“${quote}”的否定没有人说过`),
  ];
}

/** Whole points that are gone: hardly a character of a clause is left. */
function points(text: string, { items }: Ground): string[] {
  const there = new Set(text);
  return items
    .flatMap((item) => splitSentences(withoutMark(item)))
    .flatMap((sentence) => sentence.split(/[，,；;。：:]/))
    .filter((clause) => {
      const signs = [...new Set(clause.replace(/[^\p{Script=Han}]|[的了是在有我们本这那些就也都还]/gu, ""))];
      return signs.length >= 4 && signs.filter((sign) => there.has(sign)).length / signs.length < 0.3;
    })
    .map((clause) => `“${clause.trim()}”没有写到`);
}

/** What got lost or was turned round; `unused`: the stated numbers that do not stand in the answer. */
export function lost(text: string, unused: readonly Stated[], ground: Ground): string[] {
  const figures = unused.map(({ quote }) => `“${quote}”没有写到`);
  const printed = withFigures(text, ground.bound);
  return [...new Set([...figures, ...denials(printed, ground), ...points(printed, ground)])];
}
