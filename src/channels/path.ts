import { access, constants, readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { OutsideError } from "../errors.ts";

/** Larger files are no report. In bytes. */
export const largest = 40 * 1024 * 1024;

/** A file that is there. `size` in bytes. */
export interface Found {
  path: string;
  name: string;
  size: number;
}

/**
 * The file whose path the line is, as typed, quoted, as file:// or as a terminal pastes it on drag and drop; null where
 * the line is no path of a file that exists. OutsideError: one sentence why that file cannot be taken.
 */
export async function pathIn(line: string, from: string): Promise<Found | null> {
  if (line.includes("\n") || line.length > 4096) return null;
  for (const path of pathsOf(line.trim())) {
    const found = await find(isAbsolute(path) ? path : resolve(from, path), looksLikePath(line));
    if (found !== null) return found;
  }
  return null;
}

/** The file of a line with its bytes. */
export async function fileIn(
  line: string,
  from: string,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  const found = await pathIn(line, from);
  if (found === null) return null;
  const { name, path } = found;
  return await readFile(path).then(
    (bytes) => ({ name, bytes }),
    (cause: unknown) => {
      throw refusal(path, cause);
    },
  );
}

/** A folder named 核对 must not take the command away: only what is written as a path is told to be a folder. */
const looksLikePath = (line: string): boolean => /[/\\]|^~|^["']/.test(line.trim());

/** What the line may mean: itself first, then without quotes, escapes and scheme. */
function pathsOf(line: string): string[] {
  if (line === "" || line.includes("\0")) return [];
  const bare = /^(["'])(.*)\1$/.exec(line)?.[2] ?? /^[“‘](.*)[”’]$/.exec(line)?.[1] ?? line;
  const unescaped = bare.replace(/\\([^\w\u4e00-\u9fff])/g, "$1");
  const found = [line, bare, unescaped];
  if (/^file:\/\//i.test(bare)) {
    try {
      found.push(fileURLToPath(bare));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  const home = found.filter((path) => /^~(?:\/|$)/.test(path)).map((path) => `${homedir()}${path.slice(1)}`);
  return [...new Set([...found, ...home])];
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "";

const refuse = (path: string, why: string, cause?: unknown): OutsideError =>
  new OutsideError(`“${basename(path)}”${why}`, { where: path, code: "file-not-taken", cause });

const refusal = (path: string, cause: unknown): OutsideError =>
  ["EACCES", "EPERM"].includes(codeOf(cause))
    ? refuse(path, "没有读取的权限，请换个位置存，或改一下权限。", cause)
    : refuse(path, "读不出来，请检查文件还在不在，再发一次。", cause);

async function find(path: string, written: boolean): Promise<Found | null> {
  // Looked at before it is opened: opening a pipe would wait for its other end.
  const found = await stat(path).catch((cause: unknown) => {
    if (absent.has(codeOf(cause))) return null;
    throw refusal(path, cause);
  });
  if (found === null) return null;
  if (found.isDirectory() && written) throw refuse(path, "是文件夹，请发里面的那个文件。");
  if (!found.isFile()) return null;
  if (found.size > largest) throw refuse(path, "超过40MB，太大了，年报不会这么大，请核对是不是发错了。");
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw refusal(path, cause);
  });
  return { path, name: basename(path), size: found.size };
}

/** No such file: then the line is words. */
const absent: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "EINVAL"]);
