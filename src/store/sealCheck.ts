import { z } from "zod";
import { OutsideError } from "../errors.ts";
import { isSealed, type Seal } from "./seal.ts";
import { aboutEntry } from "./sealAbout.ts";
import type { Memory } from "./session.ts";

/**
 * Which keys something may be sealed with: a small text under each of them, in a list. So a wrong or a missing key is
 * found before anything is read or written, and a new one is known to the processes that are started later.
 */
export const checkNamespace = "seal";
export const checkKey = "check";
const about = aboutEntry(checkNamespace, checkKey);
const Checks = z.array(z.string());

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
export async function admit(memory: Memory, seal: Seal): Promise<void> {
  const session = await memory.begin();
  try {
    await session.lock(about);
    const checks = checksIn(await session.read(checkNamespace, checkKey));
    for (const check of checks) seal.open(check, about);
    const [own] = checksIn(checksOf(seal));
    if (own === undefined || checks.some((check) => seal.isFresh(check))) return;
    const value = JSON.stringify([...checks, own]);
    const entries = [{ namespace: checkNamespace, key: checkKey, value }] as const;
    await session.commit({ entries, settled: [], trail: [] });
  } finally {
    await session.end();
  }
}

/** Whether a stored list says that former keys are in use. */
export const severalKeys = (stored: string | undefined): boolean => checksIn(stored).length > 1;
