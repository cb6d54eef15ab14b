import { accessFaults } from "./accessFaults.ts";
import { AccessList } from "./accessShape.ts";

/** The list, or what is wrong with it: one sentence each, with the place. */
export function parseAccess(text: string): { list: AccessList } | { faults: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { faults: accessFaults.syntax(text, error) };
  }
  const parsed = AccessList.safeParse(value);
  if (!parsed.success) return { faults: accessFaults.shape(parsed.error, value) };
  const faults = accessFaults.meaning(parsed.data);
  return faults.length > 0 ? { faults } : { list: parsed.data };
}
