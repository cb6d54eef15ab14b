import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Task } from "./model.ts";

/** The files of prompts/: front matter with version and slots, then "## system" and "## user" with {{slot}}. */

const folder = join(import.meta.dirname, "..", "..", "prompts");

export interface Prompt {
  name: string;
  version: string;
  slots: readonly string[];
  system: string;
  user: string;
}

const front = /^---\nversion: *(?<version>\d+)\nslots: *\[(?<slots>[^\]\n]*)\]\n---\n+/;
const parts = /^## system\n(?<system>[\s\S]*?)\n## user\n(?<user>[\s\S]*)$/;
const Front = z.object({ version: z.string(), slots: z.string() });
const Parts = z.object({ system: z.string().trim().min(1), user: z.string().trim().min(1) });
const slot = /\{\{([A-Za-z]\w*)\}\}/g;

/** The prompt in the text of a file; an Error for a text that is not of the form, or whose slots are not the declared ones. */
export function parsePrompt(name: string, text: string): Prompt {
  const wrong = (why: string): Error => new Error(`prompt ${name}: ${why}`);
  const lines = text.replaceAll("\r\n", "\n");
  const head = front.exec(lines);
  if (head === null) throw wrong("no front matter with version and slots");
  const body = parts.exec(lines.slice(head[0].length));
  const { version, slots } = Front.parse(head.groups);
  const read = Parts.safeParse(body?.groups);
  if (!read.success) throw wrong("not a part ## system and a part ## user");
  const declared = slots.split(",").map((part) => part.trim()).filter((part) => part !== ""); // prettier-ignore
  const both = `${read.data.system}\n${read.data.user}`;
  const used = new Set([...both.matchAll(slot)].map(([, found]) => found ?? ""));
  const unused = declared.filter((one) => !used.has(one));
  if (unused.length > 0) throw wrong(`unused slots ${unused.join(", ")}`);
  const undeclared = [...used].filter((one) => !declared.includes(one));
  if (undeclared.length > 0) throw wrong(`undeclared slots ${undeclared.join(", ")}`);
  if (/\{\{|\}\}/.test(both.replaceAll(slot, ""))) throw wrong("braces that are no slot");
  return { name, version, slots: declared, ...read.data };
}

const parsed = new Map<string, Prompt>();

function promptOf(name: string): Prompt {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  if (!/^[a-z][a-z-]*$/.test(name)) throw new Error(`prompt ${name}: not a name`);
  const prompt = parsePrompt(name, readFileSync(join(folder, `${name}.md`), "utf8"));
  parsed.set(name, prompt);
  return prompt;
}

/** The task of prompts/NAME.md with every slot filled; what a slot holds is never read as a slot. An Error for a slot too many or too few. */
export const fill = (name: string, slots: Readonly<Record<string, string>>): Task =>
  filled(promptOf(name), slots);

/** The same for a prompt at hand. */
export function filled(prompt: Prompt, slots: Readonly<Record<string, string>>): Task {
  const { name, version } = prompt;
  const missing = prompt.slots.filter((one) => !Object.hasOwn(slots, one));
  const unknown = Object.keys(slots).filter((one) => !prompt.slots.includes(one));
  if (missing.length > 0) throw new Error(`prompt ${name}: nothing for ${missing.join(", ")}`);
  if (unknown.length > 0) throw new Error(`prompt ${name}: no slot ${unknown.join(", ")}`);
  const put = (text: string): string => text.replaceAll(slot, (_, one: string) => slots[one] ?? "");
  return { name, version, system: put(prompt.system), user: put(prompt.user) };
}
