import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createZstdDecompress, type ZstdDecompress } from "node:zlib";
import { z } from "zod";
import { OutsideError } from "../../errors.ts";
import { Holding } from "../holdings.ts";
import { AnyHead, Foot, format, Head, isSealedRow, refused, unread, type Content } from "./shape.ts";

/** No row is longer, in bytes. */
const longest = 400 * 1024 * 1024;
const lineEnd = 10;

/** Reads a backup to its end; OutsideError where it is none or not whole. */
export async function contentOf(file: string): Promise<Content> {
  let content: Content | undefined;
  const rows = rowsIn(file, (known) => (content = known));
  while ((await rows.next()).done !== true);
  if (content === undefined) throw new Error("a backup without an end was read to its end");
  return content;
}

/**
 * The rows of a backup, one by one. OutsideError with one sentence, at the end at the latest, for a file that is none, that
 * a newer program wrote, that lacks something or was changed: what was taken from it before must not stay. `known` is told
 * at the end.
 */
export async function* rowsIn(file: string, known: (content: Content) => void): AsyncGenerator<Holding> {
  const hash = createHash("sha256");
  const content = { rows: 0, sealed: false };
  let head: Head | undefined;
  let held: Buffer | undefined;
  for await (const line of linesIn(file)) {
    if (head === undefined) {
      head = headOf(line, file);
      hash.update(line).update("\n");
      continue;
    }
    if (held !== undefined) {
      const row = parsed(held, Holding, file);
      hash.update(held).update("\n");
      content.rows += 1;
      content.sealed ||= isSealedRow(row);
      yield row;
    }
    held = line;
  }
  if (head === undefined || held === undefined) throw refused("damaged", file);
  const foot = parsed(held, Foot, file);
  if (foot.rows !== content.rows || foot.sha256 !== hash.digest("hex")) throw refused("damaged", file);
  known({ head, foot, sealed: content.sealed });
}

function headOf(line: Buffer, file: string): Head {
  const any = AnyHead.safeParse(jsonIn(line));
  if (!any.success) throw refused("foreign", file, any.error);
  if (any.data.format > format) throw refused("newer", file);
  return parsed(line, Head, file);
}

function parsed<T>(line: Buffer, schema: z.ZodType<T>, file: string): T {
  const read = schema.safeParse(jsonIn(line));
  if (!read.success) throw refused("damaged", file, read.error);
  return read.data;
}

function jsonIn(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The lines without their ends; the last one must have one, too. */
async function* linesIn(file: string): AsyncGenerator<Buffer> {
  const size = await sizeOf(file);
  const unpacking = createZstdDecompress();
  pipeline(createReadStream(file), unpacking, () => undefined);
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of piecesOf(unpacking, file)) {
    let from = 0;
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]);
      [parts, length, from] = [[], 0, end + 1];
    }
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longest) throw refused("damaged", file);
  }
  // What stands behind its end was not read.
  if (length > 0 || unpacking.bytesWritten !== size) throw refused("damaged", file);
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw unread(file, "EISDIR");
    return found.size;
  } catch (error) {
    throw trouble(error, file, false);
  }
}

async function* piecesOf(unpacking: ZstdDecompress, file: string): AsyncGenerator<Buffer> {
  let begun = false;
  try {
    for await (const chunk of unpacking) {
      begun = true;
      yield z.instanceof(Buffer).parse(chunk);
    }
  } catch (error) {
    throw trouble(error, file, begun);
  }
}

/** An error of the file system or of zstd as one sentence. `begun`: its beginning could be read. */
function trouble(error: unknown, file: string, begun: boolean): unknown {
  if (error instanceof OutsideError || !(error instanceof Error && "code" in error)) return error;
  const code = String(error.code);
  if (code === "ZSTD_error_prefix_unknown" && !begun) return refused("foreign", file, error);
  return /^Z(?:STD)?_/.test(code) ? refused("damaged", file, error) : unread(file, code, error);
}
