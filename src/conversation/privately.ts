/** 生成，私聊发我: what is wanted in the direct chat instead of the group. */

const wish =
  /[，,、。；;\s]*(?:请|麻烦)?(?:(?:单独|私下|私聊|私信|悄悄)(?:地)?(?:发|传|回)?(?:给)?(?:到)?我?|(?:发|传)(?:给)?(?:到)?我?(?:的)?(?:私聊|单聊|私信)(?:里|上)?)(?:吧|就行|即可)?[。！!]*/;

/** The words without the wish, and whether there was one. */
export function askedPrivately(said: string): { text: string; privately: boolean } {
  const found = wish.exec(said);
  if (found === null) return { text: said, privately: false };
  const text = `${said.slice(0, found.index)}${said.slice(found.index + found[0].length)}`.trim();
  return { text: text.replace(/^[，,、。；;：:\s]+/, ""), privately: true };
}
