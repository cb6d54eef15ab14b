import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { OutsideError } from "../errors.ts";

/** Larger files are no report. */
const largest = 40 * 1024 * 1024;

/**
 * The file whose path the line is, as typed, quoted, as file:// or as a terminal pastes it on drag and drop; null where
 * the line is no path of a file that exists. OutsideError: one sentence why that file cannot be taken.
 */
export async function fileIn(
  line: string,
  from: string,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  if (line.includes("\n") || line.length > 4096) return null;
  for (const path of pathsOf(line.trim())) {
    const taken = await take(isAbsolute(path) ? path : resolve(from, path), looksLikePath(line));
    if (taken !== null) return taken;
  }
  return null;
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

async function take(path: string, written: boolean): Promise<{ name: string; bytes: Uint8Array } | null> {
  const name = basename(path);
  const refuse = (why: string, cause?: unknown): OutsideError =>
    new OutsideError(`“${name}”${why}`, { where: path, code: "file-not-taken", cause });
  try {
    // Looked at before it is opened: opening a pipe would wait for its other end.
    const found = await stat(path);
    if (found.isDirectory() && written) throw refuse("是文件夹，请发里面的那个文件。");
    if (!found.isFile()) return null;
    if (found.size > largest) throw refuse("超过40MB，太大了，年报不会这么大，请核对是不是发错了。");
    return { name, bytes: await readFile(path) };
  } catch (cause) {
    if (cause instanceof OutsideError) throw cause;
    const code = codeOf(cause);
    if (absent.has(code)) return null;
    if (code === "EACCES" || code === "EPERM")
      throw refuse("没有读取的权限，请换个位置存，或改一下权限。", cause);
    throw refuse("读不出来，请检查文件还在不在，再发一次。", cause);
  }
}

/** No such file: then the line is words. */
const absent: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "EINVAL"]);
