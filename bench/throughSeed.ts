import type { Holding } from "../src/store/holdings.ts";
import { openFor, type Where } from "../test/torture/openFor.ts";
import { idOf, organOf } from "./throughTalks.ts";

/** What one person's interview left, for so many people: the same with their names, every row at a number of its own. */
export async function fill(where: Where, held: readonly Holding[], people: number): Promise<void> {
  const store = await openFor(where);
  await store.holdings.fill(rows(held, people));
  await store.close();
}

// Within a transaction of the store nothing is waited for.
// eslint-disable-next-line @typescript-eslint/require-await
async function* rows(held: readonly Holding[], people: number): AsyncIterable<Holding> {
  const kinds = [["entry"], ["inbox"], ["outbox"]].map(([kind]) => held.filter((row) => row.kind === kind));
  for (const some of kinds)
    for (let person = 0; person < people; person++)
      for (const [index, row] of some.entries()) yield of(row, person, 1 + person * some.length + index);
}

function of(row: Holding, person: number, number: number): Holding {
  const named = (text: string): string =>
    text.replaceAll(idOf(0), idOf(person)).replaceAll(organOf(0), organOf(person));
  switch (row.kind) {
    case "entry":
      return { ...row, key: named(row.key), value: named(row.value) };
    case "inbox": {
      const { id, conversation, owner, payload } = row;
      return {
        ...{ ...row, seq: number, id: `${id}${person}`, conversation: named(conversation) },
        ...{ owner: named(owner), payload: payload === null ? null : named(payload) },
      };
    }
    case "outbox": {
      const { key, conversation, owner, payload } = row;
      return {
        ...{ ...row, seq: number, place: number, key: `${key}${person}`, conversation: named(conversation) },
        ...{ owner: owner === null ? null : named(owner), payload: payload === null ? null : named(payload) },
      };
    }
    case "trail":
      return row;
  }
}
