/** Works on many things at once, at most `ahead` of them begun and not yet given out; results in the order of the things. */
export async function* inOrder<Thing, Result>(
  things: readonly Thing[],
  work: (thing: Thing) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  const rest = things.values();
  const begin = (): void => {
    while (begun.length < ahead) {
      const next = rest.next();
      if (next.done === true) return;
      const result = work(next.value);
      // A failure is thrown where the result is given out, not before.
      result.catch(() => undefined);
      begun.push(result);
    }
  };
  begin();
  for (let first = begun.shift(); first !== undefined; first = begun.shift()) {
    const result = await first;
    begin();
    yield result;
  }
}
