/** A callback is not what the platform documents. */
export class Unreadable extends Error {}

const token = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.-]*)\s*(\/?)>|([^<]+)/y;
const entities = new Map(Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }));
/** The deepest element that is documented: xml, SelectedItems, SelectedItem, OptionIds, OptionId. */
const deepest = 5;

/**
 * The fields directly below the root of a callback, by name, trimmed; what is nested deeper is checked and left out.
 * Callbacks have elements, text and CDATA only: attributes, comments, DOCTYPE and a name said twice are refused.
 */
export function fieldsOf(xml: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const open: string[] = [];
  let text = "";
  let ended = false;
  const end = (name: string): void => {
    if (open.pop() !== name || fields.has(name)) throw new Unreadable("crossed elements, or a field twice");
    if (open.length === 1) fields.set(name, text.trim());
    if (open.length === 1) text = "";
    ended = open.length === 0;
  };
  token.lastIndex = 0;
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    const found = token.exec(xml);
    if (found === null) throw new Unreadable("not the XML of a callback");
    const [, cdata, closing, name, empty, words] = found;
    const said = cdata ?? plain(words ?? "");
    if (name !== undefined) {
      const misplaced = (): boolean => ended || open.push(name) > deepest || open[0] !== "xml";
      if (closing === "" && misplaced()) throw new Unreadable("an element out of place");
      if (closing === "/" || empty === "/") end(name);
    } else if (open.length === 2) text += said;
    else if (open.length < 2 && said.trim() !== "") throw new Unreadable("text out of place");
  }
  if (!ended) throw new Unreadable("cut off");
  return fields;
}

/** Text with its entities read. */
const plain = (words: string): string =>
  words.replace(
    /&(?:#(\d{1,7});|#x([\da-f]{1,6});|([a-z]+);|)/gi,
    (_, decimal?: string, hex?: string, name = "") => {
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      const character = Number.isNaN(code) ? entities.get(String(name)) : characterOf(code);
      if (character === undefined) throw new Unreadable("an unknown entity");
      return character;
    },
  );

const characterOf = (code: number): string | undefined =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
