import { Keyv } from "keyv";
import type { Store } from "../conversation/ports.ts";
import { json } from "./json.ts";
import { Turns } from "./turns.ts";

/** A store that forgets: for tests and measurements. */
export function memoryStore(): Store {
  const keyv = (namespace: string) =>
    new Keyv<unknown>({ ...json, store: new Map(), namespace, useKeyPrefix: false, throwOnErrors: true });
  return new Turns({
    reports: keyv("report"),
    talks: keyv("talk"),
    commit: (write) => write(),
    close: () => undefined,
  });
}
