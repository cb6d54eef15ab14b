import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { hashed, type Log } from "../../log.ts";
import type { Body, Message } from "./client.ts";
import type { Json } from "../shape.ts";

/** How an endpoint can be asked for an answer of a shape, the strictest first. */
export const modes = ["json_schema", "json_object", "tool", "fenced"] as const;
export type Mode = (typeof modes)[number];

/** What an endpoint was found to do. */
export interface Abilities {
  mode: Mode;
  /** An answer of the shape came in this mode. */
  proven: boolean;
  /** It takes a temperature. */
  temperature: boolean;
}

/** The request in a mode. The words tell the shape where the mode does not. */
export function bodyIn(mode: Mode, shape: Json, messages: readonly Message[]): Body {
  const told = (words: string): Message[] =>
    messages.map((one, index) => (index === 0 ? { ...one, content: `${one.content}\n\n${words}` } : one));
  const schema = { ...shape };
  const written = `要符合这个 JSON Schema：\n${JSON.stringify(shape)}`;
  switch (mode) {
    case "json_schema":
      return {
        messages,
        response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
      };
    case "json_object":
      return {
        messages: told(`只回答一个 JSON 对象，不要别的话，${written}`),
        response_format: { type: "json_object" },
      };
    case "tool":
      return {
        messages: told("用工具 answer 给出答案，不要别的话。"),
        tools: [{ type: "function", function: { name: "answer", description: "给出答案", parameters: schema } }], // prettier-ignore
        tool_choice: { type: "function", function: { name: "answer" } },
      };
    case "fenced":
      return {
        messages: told(`把答案写成一个 JSON 对象，放在 \`\`\`json 和 \`\`\` 之间，不要别的话，${written}`),
      };
  }
}

const Kept = z.record(z.string(), z.object({ mode: z.enum(modes), temperature: z.boolean() }));

/** What is known of one endpoint and model, kept in FOLDER/llm.json by a hash of both. */
export interface Memory {
  readonly abilities: Readonly<Abilities>;
  /** `mode` was refused, or did not hold: the next one; false after the last. */
  next(mode: Mode): boolean;
  restore(abilities: Abilities): void;
  withoutTemperature(): void;
  prove(mode: Mode): void;
}

/** `anew`: what is kept is found out again, and replaced. */
export function openMemory(
  endpoint: { baseUrl: string; model: string },
  { folder, log, anew = false }: { folder: string | null; log: Log; anew?: boolean },
): Memory {
  const key = hashed(`${endpoint.baseUrl}\n${endpoint.model}`);
  const file = folder === null ? null : join(folder, "llm.json");
  const kept = file === null ? {} : read(file);
  const known = anew ? undefined : kept[key];
  const fresh: Abilities = { mode: modes[0], proven: false, temperature: true };
  const abilities: Abilities = known === undefined ? { ...fresh } : { ...known, proven: true };
  return {
    abilities,
    next(mode) {
      // Another call may have found out meanwhile.
      if (abilities.mode !== mode) return true;
      const next = modes[modes.indexOf(mode) + 1];
      if (next === undefined) return false;
      Object.assign(abilities, { mode: next, proven: false });
      return true;
    },
    restore(before) {
      Object.assign(abilities, before);
    },
    withoutTemperature() {
      abilities.temperature = false;
    },
    prove(mode) {
      if (abilities.mode !== mode || abilities.proven) return;
      abilities.proven = true;
      log.info("model-mode", { mode, temperature: abilities.temperature });
      if (file === null || folder === null) return;
      try {
        mkdirSync(folder, { recursive: true });
        const all = { ...read(file), [key]: { mode, temperature: abilities.temperature } };
        writeFileSync(`${file}.new`, JSON.stringify(all, null, 1));
        renameSync(`${file}.new`, file);
      } catch {
        log.warn("model-mode-not-kept");
      }
    },
  };
}

/** What was kept; a file that is not there or not ours is as good as none. */
function read(file: string): z.infer<typeof Kept> {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
