/** Foreign words between lines of backticks, more of them than the words have anywhere: they cannot close the fence themselves. */
export function fenced(words: string): string {
  const longest = Math.max(2, ...(words.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${words}\n${fence}`;
}
