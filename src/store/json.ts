/** How Keyv writes and reads a value: plain JSON, several times faster than its default. Nothing here expires. */
export const json = {
  serialize: ({ value }: { value?: unknown }): string => JSON.stringify(value),
  // Keyv wants a type; what comes out is treated as unknown and parsed where it is read.
  deserialize: (text: string) => ({ value: JSON.parse(text) as never }),
};
