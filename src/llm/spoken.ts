/** What a model said: the prose of it, the JSON in it. */

/** Without the thinking aloud of reasoning models and without a fence around it all. One pass: a hostile text is long. */
export function prose(text: string): string {
  let spoken = "";
  let from = 0;
  let thinks = false;
  for (const { index, 0: tag } of text.matchAll(/<\/?think(?:ing)?>/gi)) {
    if (tag.startsWith("</")) {
      // Some begin to think without saying so.
      if (!thinks) spoken = "";
      thinks = false;
    } else if (!thinks) {
      spoken += text.slice(from, index);
      thinks = true;
    }
    from = index + tag.length;
  }
  if (!thinks) spoken += text.slice(from);
  spoken = spoken.trim();
  return (/^```[a-z]*\n([\s\S]*?)\n?```$/.exec(spoken)?.[1] ?? spoken).trim();
}

/** More fences, or begins of a value, than this are not tried. */
const tries = 20;

/** The values of JSON in a text, the likeliest first: the text itself, what is fenced, what stands between words. None where it is cut off. */
export function valuesIn(text: string): unknown[] {
  const spoken = prose(text);
  const fenced = [...spoken.matchAll(/```(?:json)?([\s\S]*?)```/gi)]
    .slice(0, tries)
    .map(([, inside = ""]) => inside);
  const whole = [spoken, ...fenced].flatMap(parsed);
  return whole.length > 0 ? whole : between(spoken);
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

function between(text: string): unknown[] {
  const found: unknown[] = [];
  let from = 0;
  for (let count = 0; count < tries; count++) {
    const start = text.slice(from).search(/[{[]/);
    if (start === -1) return found;
    const end = closing(text, from + start);
    const value = end === null ? [] : parsed(text.slice(from + start, end));
    found.push(...value);
    from = value.length > 0 && end !== null ? end : from + start + 1;
  }
  return found;
}

/** Where the bracket at `start` closes, strings aside; null where it does not. */
function closing(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let index = start; index < text.length; index++) {
    const sign = text[index];
    if (quoted && sign === "\\") index++;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === "{" || sign === "[")) depth++;
    else if (!quoted && (sign === "}" || sign === "]") && --depth === 0) return index + 1;
  }
  return null;
}
