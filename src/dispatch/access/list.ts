import type { ChannelName } from "../../channels/channel.ts";
import { meaningFaults, shapeFaults, syntaxFaults } from "./faults.ts";
import { AccessList } from "./shape.ts";

/** A person or a group of a platform, by its id there. */
export interface Unlisted {
  channel: ChannelName;
  kind: "person" | "group";
  id: string;
}

/** The list, or what is wrong with it: one sentence each, with the place. */
export function parseAccess(text: string): { list: AccessList } | { faults: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { faults: syntaxFaults(text, error) };
  }
  const parsed = AccessList.safeParse(value);
  if (!parsed.success) return { faults: shapeFaults(parsed.error, value) };
  const faults = meaningFaults(parsed.data);
  return faults.length > 0 ? { faults } : { list: parsed.data };
}
