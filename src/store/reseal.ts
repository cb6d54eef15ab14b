import { OutsideError } from "../errors.ts";
import type { Holding, Replaceable } from "./holdings.ts";
import type { MailStore } from "./mail.ts";
import type { Seal } from "./seal.ts";
import { checkNamespace, checksOf } from "./sealCheck.ts";
import { closedRow, isFreshRow, openedRow } from "./sealedRows.ts";
import { lineOf } from "./trail.ts";

/** So many rows are replaced at the same time: they share a commit. */
const together = 32;
/** What others write meanwhile is written under the current key. */
const rounds = 3;

/** So many rows there are, and were changed; `unopened` ones are as they were, and `busy` ones were changed by others again and again. */
export interface Resealed {
  rows: number;
  changed: number;
  unopened: number;
  busy: number;
}

type Outcome = "fresh" | "changed" | "unopened" | "busy";

/**
 * Puts everything that is stored from one seal under another, while others go on reading and writing there. What was done
 * before stays done. When nothing is left, the other keys are forgotten, and so is what the disk has kept of before.
 */
export async function reseal(
  store: Pick<MailStore, "holdings" | "keeping">,
  { from, to, now }: { from: Seal; to: Seal; now: Date },
): Promise<Resealed> {
  let changed = 0;
  for (let round = 1; ; round += 1) {
    const went = await goOver(store, from, to);
    changed += went.changed;
    const { rows, unopened, busy } = went;
    if (busy > 0 && round < rounds) continue;
    if (changed > 0) await store.keeping.note([lineOf({ at: now.toISOString(), what: "rekeyed" })]);
    await store.keeping.scrub();
    return { rows, changed, unopened, busy };
  }
}

async function goOver({ holdings }: Pick<MailStore, "holdings">, from: Seal, to: Seal): Promise<Resealed> {
  const count = { fresh: 0, changed: 0, unopened: 0, busy: 0 };
  const one = async (row: Replaceable): Promise<void> => {
    const next = underSeal(row, from, to);
    if (typeof next === "string") count[next] += 1;
    else count[(await holdings.replace(row, next)) ? "changed" : "busy"] += 1;
  };
  let list: Replaceable | undefined;
  let batch: Replaceable[] = [];
  for await (const row of holdings.all()) {
    if (isList(row)) list = row;
    else if (row.kind !== "trail") batch.push(row);
    if (batch.length < together) continue;
    await Promise.all(batch.map(one));
    batch = [];
  }
  await Promise.all(batch.map(one));
  const rows = count.fresh + count.changed + count.unopened + count.busy;
  if (
    count.unopened === 0 &&
    count.busy === 0 &&
    list !== undefined &&
    !(await forgetKeys(holdings, list, to))
  )
    count.busy += 1;
  return { rows, ...count };
}

const isList = (row: Holding): row is Extract<Holding, { kind: "entry" }> =>
  row.kind === "entry" && row.namespace === checkNamespace;

/** The row as it should lie; or why it need not, or cannot, be changed. */
function underSeal(
  row: Replaceable,
  from: Seal,
  to: Seal,
): Replaceable | Exclude<Outcome, "changed" | "busy"> {
  try {
    return isFreshRow(to, row) ? "fresh" : closedRow(to, openedRow(from, row));
  } catch (error) {
    if (error instanceof OutsideError) return "unopened";
    throw error;
  }
}

/** False when a key was put into the list meanwhile. */
async function forgetKeys(holdings: MailStore["holdings"], list: Replaceable, to: Seal): Promise<boolean> {
  return list.kind === "entry" && (await holdings.replace(list, { ...list, value: checksOf(to) }));
}
