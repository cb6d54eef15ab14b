import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import type { Store } from "../../src/conversation/ports.ts";
import { OutsideError } from "../../src/errors.ts";
import { contentOf, rowsIn } from "../../src/store/backup/read.ts";
import { restoredRows } from "../../src/store/backup/restored.ts";
import { writeBackup } from "../../src/store/backup/write.ts";
import { openStore } from "../../src/store/embedded.ts";
import type { Holding, Holdings } from "../../src/store/holdings.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { rowsOf } from "../contracts/holdings.ts";
import { Interview } from "../support/interview.ts";
import { paperIn } from "../support/papers.ts";
import { readTranscript } from "../support/transcript.ts";
import { emptyFolder } from "./folder.ts";
import { counted, report, talkAbout, textual } from "./samples.ts";

const at = new Date("2026-01-05T09:00:00+08:00");
const made = { program: "0.1.0", at: at.toISOString() };

/** A store with a bit of everything. */
async function filled(): Promise<MailStore> {
  const store = memoryStore();
  await store.turn("a", (unit) => {
    unit.append(report(), [counted(1), textual("公开不够及时。".repeat(20))]);
    return Promise.resolve(unit.putTalk(talkAbout("青山镇")));
  });
  const place = { channel: "feishu", conversation: "群", at: 1, kept: true };
  await store.mail.receive({ ...place, id: "m", owner: "张三", payloads: ["开始"] });
  await store.mail.settle([], [{ ...place, key: "k", payload: "您好", bytes: new Uint8Array([1, 2]) }]);
  return store;
}

async function backedUp(): Promise<{ file: string; rows: Holding[] }> {
  const store = await filled();
  const file = join(emptyFolder(), "备份.zst");
  await writeBackup(store.holdings, file, made);
  return { file, rows: await rowsOf(store) };
}

const refusal = (code: string) => ({
  name: "OutsideError",
  code,
  message: expect.stringMatching(/^[^\n]*[\u4e00-\u9fff][^\n]*。$/) as string,
});

describe("A backup", () => {
  it("has every row, knows how many, and is for its owner only", async () => {
    const store = await filled();
    const file = join(emptyFolder(), "还没有的文件夹", "备份.zst");
    const written = await writeBackup(store.holdings, file, made);
    const rows = await rowsOf(store);
    expect(written).toMatchObject({ foot: { rows: rows.length }, sealed: false, size: statSync(file).size });
    expect(await contentOf(file)).toMatchObject({ head: made, foot: written.foot });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = memoryStore();
    await other.holdings.fill(restoredRows(file, at));
    const [restored, last] = [await rowsOf(other), (await rowsOf(other)).at(-1)];
    expect(restored.slice(0, -1)).toEqual(rows);
    // Its trail goes on: where all of it came from.
    expect(last).toMatchObject({
      kind: "trail",
      number: 2,
      line: expect.stringContaining("restored") as string,
    });
  });

  it("says whether anything in it is sealed", async () => {
    const [row] = await rowsOf(await filled());
    if (row?.kind !== "entry") throw new Error("no entry");
    const store = memoryStore();
    expect(await store.holdings.replace(row, row)).toBe(false);
    await store.holdings.fill(each({ ...row, value: "nb1:AAAA:nb1" }));
    const file = join(emptyFolder(), "备份.zst");
    expect(await writeBackup(store.holdings, file, made)).toMatchObject({ sealed: true });
  });

  it("does not take the place of another file", async () => {
    const { file } = await backedUp();
    const before = readFileSync(file);
    const again = writeBackup((await filled()).holdings, file, made);
    await expect(again).rejects.toMatchObject(refusal("exists"));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("that ends in a failure leaves nothing", async () => {
    const folder = emptyFolder();
    const store = await filled();
    const rows = await rowsOf(store);
    const holdings: Pick<Holdings, "all"> = {
      async *all() {
        yield* each(...rows);
        await Promise.reject(new Error("thrown on purpose"));
      },
    };
    const failing = Object.assign(Object.create(store.holdings) as Holdings, holdings);
    await expect(writeBackup(failing, join(folder, "备份.zst"), made)).rejects.toThrow("on purpose");
    expect(readdirSync(folder)).toEqual([]);
  });
});

async function everything(file: string): Promise<Holding[]> {
  const rows: Holding[] = [];
  for await (const row of rowsIn(file, () => undefined)) rows.push(row);
  return rows;
}

async function* each(...rows: readonly Holding[]): AsyncGenerator<Holding> {
  for (const row of rows) yield await Promise.resolve(row);
}

describe("A file that is no whole backup is refused in one sentence", () => {
  it("wherever it was cut", async () => {
    const { file } = await backedUp();
    const { size } = statSync(file);
    for (let length = size - 1; length >= 0; length--) {
      truncateSync(file, length);
      await expect(contentOf(file), `${length}`).rejects.toMatchObject(refusal("damaged"));
    }
  });

  it("whichever bit was changed, unless it says the same without it", async () => {
    const { file, rows } = await backedUp();
    const whole = readFileSync(file);
    let refused = 0;
    for (let index = 0; index < whole.length; index++) {
      const changed = Buffer.from(whole);
      changed[index] = (whole[index] ?? 0) ^ (1 << (index % 8));
      writeFileSync(file, changed);
      const read: unknown = await everything(file).catch((error: unknown) => error);
      if (read instanceof OutsideError) refused += 1;
      else expect(read, `${index}`).toEqual(rows);
    }
    // A few bits of a packed file mean nothing.
    expect(refused).toBeGreaterThan(whole.length * 0.98);
  });

  it("whichever line was changed, taken away or put in", async () => {
    const { file } = await backedUp();
    const lines = zstdDecompressSync(readFileSync(file)).toString("utf8").split("\n");
    const write = (changed: readonly string[]) =>
      writeFileSync(file, zstdCompressSync(Buffer.from(changed.join("\n"))));
    for (const [index, line] of lines.entries()) {
      const others = [
        lines.toSpliced(index, 1),
        lines.toSpliced(index, 0, line),
        lines.with(index, line.replace("1", "2")),
        lines.with(index, "{}"),
      ];
      for (const other of others) {
        if (other.join("\n") === lines.join("\n")) continue;
        write(other);
        await expect(contentOf(file), other.join("\n")).rejects.toMatchObject({ name: "OutsideError" });
      }
    }
    write(lines);
    expect(await contentOf(file)).toMatchObject({ head: made });
  });

  const foreign: Record<string, string | Buffer> = {
    "is a text": "2025年度报告",
    "is a packed text": zstdCompressSync(Buffer.from("2025年度报告\n")),
    "is packed JSON of somebody else": zstdCompressSync(Buffer.from('{"a":1}\n{"b":2}\n')),
    "is another kind of archive": Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
  };
  it.each(Object.entries(foreign))("when it %s", async (_, bytes) => {
    const file = join(emptyFolder(), "备份.zst");
    writeFileSync(file, bytes);
    await expect(contentOf(file)).rejects.toMatchObject(refusal("foreign"));
  });

  it("when something stands behind its end", async () => {
    const { file } = await backedUp();
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from("more")]));
    await expect(contentOf(file)).rejects.toMatchObject(refusal("damaged"));
  });

  it("when a newer program wrote it", async () => {
    const file = join(emptyFolder(), "备份.zst");
    writeFileSync(file, zstdCompressSync(Buffer.from('{"nianbao":"backup","format":2,"more":[]}\n?\n')));
    await expect(contentOf(file)).rejects.toMatchObject(refusal("newer"));
  });

  it("when it is not there, or a folder", async () => {
    const folder = emptyFolder();
    for (const path of [folder, join(folder, "没有")])
      await expect(contentOf(path)).rejects.toMatchObject(refusal("file-not-read"));
  });
});

/** A store whose place is changed while it is used. */
class Moving implements Store {
  #store: MailStore = memoryStore();

  turn: Store["turn"] = (talk, work) => this.#store.turn(talk, work);

  close(): Promise<void> {
    return this.#store.close();
  }

  /** Everything goes through a backup into a new file, or into memory. */
  async move(into: () => Promise<MailStore>): Promise<void> {
    const file = join(emptyFolder(), "备份.zst");
    await writeBackup(this.#store.holdings, file, made);
    const next = await into();
    await next.holdings.fill(restoredRows(file, at));
    await this.#store.close();
    this.#store = next;
  }
}

const talks = join(import.meta.dirname, "..", "conversations");
for (const name of readdirSync(talks).filter((entry) => entry.endsWith(".md")))
  test(`${name}: a restored store goes on word for word`, async () => {
    const { time, group, exchanges, result } = readTranscript(join(talks, name));
    const store = new Moving();
    const interview = new Interview(time, { store, group });
    const places = [() => openStore(emptyFolder()), () => Promise.resolve(memoryStore())];
    for (const [number, { said, answered }] of exchanges.entries()) {
      const into = number > 0 && number % 4 === 0 ? places[(number / 4) % 2] : undefined;
      if (into !== undefined) await store.move(into);
      expect(await interview.say(said, await paperIn(said)), said).toBe(answered);
    }
    expect(interview.result()).toEqual(result);
    await store.close();
  });
