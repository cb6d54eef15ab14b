import { createHash } from "node:crypto";
import { mkdir, open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import { z } from "zod";
import { OutsideError } from "../../errors.ts";
import type { Holdings } from "../holdings.ts";
import { contentOf } from "./read.ts";
import { format, refused, unwritten, type Content, type Foot, type Head } from "./shape.ts";

/** So many characters go on together. */
const together = 65_536;
const packing = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/**
 * Writes all that a store holds into a new file, for its owner only, and reads it back; only then it has its name. Size in
 * bytes. OutsideError when there is such a file already, or when it cannot be written: nothing of it is left then.
 */
export async function writeBackup(
  holdings: Holdings,
  file: string,
  made: Pick<Head, "program" | "at">,
): Promise<Content & { size: number }> {
  const part = `${file}.tmp`;
  if (await isThere(file)) throw exists(file);
  try {
    await mkdir(dirname(file), { recursive: true });
    await rm(part, { force: true });
    const foot = await written(holdings, part, made);
    const content = await contentOf(part);
    if (content.foot.sha256 !== foot.sha256) throw refused("damaged", file);
    const { size } = await stat(part);
    await rename(part, file);
    await synced(dirname(file));
    return { ...content, size };
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    if (error instanceof OutsideError || !(error instanceof Error && "code" in error)) throw error;
    throw unwritten(file, String(error.code), error);
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

const exists = (file: string): OutsideError =>
  new OutsideError(`“${file}”已经有了，没有动它，也没有备份。请换一个文件名。`, {
    where: file,
    code: "exists",
  });

async function written(holdings: Holdings, part: string, made: Pick<Head, "program" | "at">): Promise<Foot> {
  const handle = await open(part, "wx", 0o600);
  try {
    const lines = new Lines(holdings, { nianbao: "backup", format, ...made });
    await pipeline(lines.all(), createZstdCompress(packing), (packed) => into(handle, packed));
    await handle.sync();
    return lines.foot;
  } finally {
    await handle.close();
  }
}

async function into(handle: FileHandle, packed: AsyncIterable<unknown>): Promise<void> {
  for await (const piece of packed) {
    const chunk = z.instanceof(Buffer).parse(piece);
    for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
  }
}

/** The lines of a backup, and its foot once all of them were taken. */
class Lines {
  readonly #holdings: Holdings;
  readonly #head: Head;
  foot: Foot = { rows: 0, sha256: "" };

  constructor(holdings: Holdings, head: Head) {
    this.#holdings = holdings;
    this.#head = head;
  }

  async *all(): AsyncGenerator<string> {
    const hash = createHash("sha256");
    let rows = 0;
    let text = `${JSON.stringify(this.#head)}\n`;
    for await (const row of this.#holdings.all()) {
      if (text.length > together) {
        hash.update(text);
        yield text;
        text = "";
      }
      text += `${JSON.stringify(row)}\n`;
      rows += 1;
    }
    this.foot = { rows, sha256: hash.update(text).digest("hex") };
    yield `${text}${JSON.stringify(this.foot)}\n`;
  }
}

/** So that the new name outlives a power cut, where the system lets a folder be synced. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
