/** How Keyv writes and reads a value: it is text already. Nothing here expires. */
export const asItIs = {
  serialize: ({ value }: { value?: unknown }): string => String(value),
  // Keyv wants a type; whoever reads takes it for what it is, text.
  deserialize: (text: string) => ({ value: text as never }),
};

/** A report is written after every message, and all of its events but the last are frozen and were written before. */
const written = new WeakMap<object, string>();

/** JSON.stringify, which for frozen values in a frozen list is done once. */
export function stringify(value: unknown): string {
  if (!Array.isArray(value) || !Object.isFrozen(value)) return JSON.stringify(value);
  return `[${value.map(once).join(",")}]`;
}

function once(item: unknown): string {
  if (typeof item !== "object" || item === null || !Object.isFrozen(item))
    return JSON.stringify(item) ?? "null";
  let text = written.get(item);
  if (text === undefined) written.set(item, (text = JSON.stringify(item)));
  return text;
}
