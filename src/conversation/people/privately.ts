/** 生成，私聊发我: what is wanted in the direct chat instead of the group. */

const wish = String.raw`(?:请|麻烦)?(?:(?:单独|私下|私聊|私信|悄悄)地?(?:(?:发|传|告诉)?(?:给|到)?我|发|传)|(?:发|传)(?:给|到)?我?的?(?:私聊|单聊|私信)(?:里|上)?)(?:一份|一下)?(?:吧|就行|即可)?`;
/** At the start or at the end only: 我局 in the middle of a sentence is no person. */
const first = new RegExp(`^${wish}(?![局们镇乡县区市省委处所街单])[，,：:\\s]*`, "u");
const last = new RegExp(`[，,、。；;\\s]*${wish}[。！!]*$`, "u");

/** The words without the wish, and whether there was one. */
export function askedPrivately(said: string): { text: string; privately: boolean } {
  const found = first.exec(said) ?? last.exec(said);
  if (found === null) return { text: said, privately: false };
  const text = found.index === 0 ? said.slice(found[0].length) : said.slice(0, found.index);
  return { text: text.trim(), privately: true };
}
