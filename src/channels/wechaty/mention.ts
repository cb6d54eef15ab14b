/** Not every puppet lists who is mentioned: then the name after an @ counts, ended as the clients end it. Null: not mentioned. */
export function withoutMention(text: string, name: string): string | null {
  const mention = `@${name}`;
  if (name === "") return null;
  for (let at = text.indexOf(mention); at >= 0; at = text.indexOf(mention, at + 1)) {
    const end = at + mention.length;
    if (end === text.length || /[\u2005\s]/.test(text.charAt(end)))
      return text.slice(0, at) + text.slice(end + 1);
  }
  return null;
}

/** The clients put what is quoted in front, between 「」, and a line of dashes after it. */
export function withoutQuote(text: string): string {
  if (!text.startsWith("「")) return text;
  const lines = text.split("\n");
  const dashes = lines.findIndex(
    (line, index) => /^(?:[-—–] ?){5,}$/.test(line.trimEnd()) && lines[index - 1]?.trimEnd().endsWith("」"),
  );
  return dashes < 0 ? text : lines.slice(dashes + 1).join("\n");
}
