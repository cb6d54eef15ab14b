import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ChannelName } from "../../channels/channel.ts";
import type { Log } from "../../log.ts";
import { dayOf } from "../wording.ts";
import type { Unlisted } from "./list.ts";

/** In the data folder: where whoever writes the list finds the ids. Platforms show nobody the id of a group, nor always a person's. */
export const strangersFile = "编号.txt";
/** The newest; more is a flood. */
const most = 300;
const heading = "# 最近来过、不在名单上的：日期、渠道、人或群、编号。要给谁用，就把编号抄进名单。\n";
const words = { person: "人", group: "群" } as const;

/** Who came and may not: an id and the day of the last time; no names, no words. */
interface Stranger extends Unlisted {
  day: string;
}

/** Keeps the file. Failing is no fault: the talk goes on without it. */
export class Strangers {
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #log: Log;
  /** Not written yet. */
  readonly #noted = new Map<string, Stranger>();
  #writing: Promise<void> | undefined;

  constructor({ folder, now, log }: { folder: string; now: () => Date; log: Log }) {
    this.#folder = folder;
    this.#now = now;
    this.#log = log;
  }

  /** Resolves when it is written, or cannot be. */
  note(unlisted: readonly Unlisted[]): Promise<void> {
    const day = dayOf(this.#now().getTime());
    for (const one of unlisted) if (this.#noted.size < most) this.#noted.set(keyOf(one), { ...one, day });
    if (this.#noted.size > 0) this.#writing ??= this.#write();
    return this.#writing ?? Promise.resolve();
  }

  async #write(): Promise<void> {
    try {
      while (this.#noted.size > 0) {
        const noted = [...this.#noted.values()];
        this.#noted.clear();
        await this.#add(noted);
      }
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      this.#log.warn("strangers-not-kept", { code });
    } finally {
      this.#writing = undefined;
    }
  }

  /** The file is read each time: whoever empties it has it empty. */
  async #add(noted: readonly Stranger[]): Promise<void> {
    const all = new Map((await strangersIn(this.#folder)).map((one) => [keyOf(one), one]));
    const news = noted.filter((one) => all.get(keyOf(one))?.day !== one.day);
    if (news.length === 0) return;
    for (const one of news) {
      all.delete(keyOf(one));
      all.set(keyOf(one), one);
    }
    await mkdir(this.#folder, { recursive: true });
    await write(this.#folder, [...all.values()].slice(-most));
  }
}

async function write(folder: string, strangers: readonly Stranger[]): Promise<void> {
  const path = join(folder, strangersFile);
  const lines = strangers.map((one) => `${lineOf(one)}\n`);
  await writeFile(`${path}.part`, heading + lines.join(""), { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** Takes a person out of the file of a data folder. */
export async function forgetStranger(
  folder: string,
  { channel, id }: Pick<Unlisted, "channel" | "id">,
): Promise<void> {
  const all = await strangersIn(folder);
  const left = all.filter((one) => one.kind !== "person" || one.channel !== channel || one.id !== id);
  if (left.length < all.length) await write(folder, left);
}

/** Those in the file of a data folder, the last one that came at the end. Lines of another shape are passed over. */
export async function strangersIn(folder: string): Promise<Stranger[]> {
  const text = await readFile(join(folder, strangersFile), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [, day = "", channel, kind, id = ""] =
      /^(\d{4}-\d\d-\d\d) ([a-z-]+) (人|群) (".+")\r?$/.exec(line) ?? [];
    const named = ChannelName.safeParse(channel);
    const read = Id.safeParse(id);
    return named.success && read.success
      ? [{ day, channel: named.data, kind: kind === words.group ? "group" : "person", id: read.data }]
      : [];
  });
}

/** As it stands in the file; the id as it is copied into the list. */
export const lineOf = ({ day, channel, kind, id }: Stranger): string =>
  `${day} ${channel} ${words[kind]} ${quoted(id)}`;

const keyOf = ({ channel, kind, id }: Unlisted): string => JSON.stringify([channel, kind, id]);

/** With nothing in it that a terminal or an editor would act on. */
const quoted = (id: string): string =>
  JSON.stringify(id).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character.split("").map(escaped).join(""),
  );
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

const Id = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue("no id");
      return z.NEVER;
    }
  })
  .pipe(z.string().min(1));
