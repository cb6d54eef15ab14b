import { z } from "zod";
import { OutsideError } from "../errors.ts";
import { isSealed, type Seal } from "./seal.ts";
import { aboutEntry } from "./sealAbout.ts";

/**
 * Which keys something may be sealed with: a small text under each of them, in a list. So a wrong or a missing key is
 * found before anything is read or written, and a new one is known to the processes that are started later.
 */
export const checkNamespace = "seal";
export const checkKey = "check";
const about = aboutEntry(checkNamespace, checkKey);
const Checks = z.array(z.string());
/** Stands in the list for what was written before there was a key. */
const withoutKey = "plain";

/** What is needed here of a store's memory. */
export interface Listing {
  begin(): Promise<{
    lock(name: string): Promise<void>;
    read(namespace: typeof checkNamespace, key: string): Promise<string | undefined>;
    commit(changes: {
      entries: readonly { namespace: typeof checkNamespace; key: string; value: string }[];
      settled: readonly [];
      trail: readonly string[];
    }): Promise<unknown>;
    end(): Promise<void>;
  }>;
}

/** A list with the key of this seal alone; empty for one without. */
export function checksOf(seal: Seal): string {
  const check = seal.close("年报助手", about);
  return JSON.stringify(isSealed(check) ? [check] : []);
}

/** The checks in a stored list; OutsideError when it is none. */
function checksIn(stored: string | undefined): readonly string[] {
  try {
    return stored === undefined ? [] : Checks.parse(JSON.parse(stored));
  } catch (cause) {
    const message = "数据里记密钥的那一项已损坏，没有改动它。请用备份替换，或请维护人员查看。";
    throw new OutsideError(message, { where: "store", code: "damaged", cause });
  }
}

/** Refuses a store that this seal cannot open, with OutsideError; a key that is used there for the first time is noted. */
export async function admit(
  memory: Listing & { alone: boolean; holdings: { empty(): Promise<boolean> } },
  seal: Seal,
): Promise<void> {
  const session = await memory.begin();
  try {
    await session.lock(about);
    let checks = checksIn(await session.read(checkNamespace, checkKey));
    // A key that nothing was written with yet is no matter, unless another process is about to.
    if (memory.alone && checks.length > 0 && (await memory.holdings.empty())) checks = [];
    for (const check of checks) seal.open(check, about);
    const [own] = checksIn(checksOf(seal));
    if (own === undefined || checks.some((check) => seal.isFresh(check))) return;
    const before = checks.length > 0 || (await memory.holdings.empty()) ? checks : [withoutKey];
    const value = JSON.stringify([...before, own]);
    const entries = [{ namespace: checkNamespace, key: checkKey, value }] as const;
    await session.commit({ entries, settled: [], trail: [] });
  } finally {
    await session.end();
  }
}

/** Whether something may be stored plain or under a former key: until all of it was gone over. */
export async function isMixed(memory: Listing): Promise<boolean> {
  const session = await memory.begin();
  try {
    return checksIn(await session.read(checkNamespace, checkKey)).length > 1;
  } finally {
    await session.end();
  }
}
