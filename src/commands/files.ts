import { constants } from "node:fs";
import { access, glob, readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { OutsideError } from "../errors.ts";
import { parseFacts as factsIn, type FactsFile } from "../report/facts.ts";

const maxFile = 40 * 1024 * 1024;

/** The bytes of a file; `name` is what the sentence calls it. OutsideError: one sentence why it cannot be read. */
export async function fileBytes(path: string, name = path): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw notAFile(name, "这是文件夹，不是文件");
    if (!found.isFile()) throw notAFile(name, "这不是普通文件");
    if (found.size > maxFile) throw notAFile(name, "文件太大，年报一般只有几百KB，请只留年报本身");
    return await readFile(path);
  } catch (cause) {
    throw notReadable(name, cause);
  }
}

/** Why a file could not be read, in one sentence. */
export function notReadable(name: string, cause: unknown): unknown {
  if (cause instanceof OutsideError || !(cause instanceof Error && "code" in cause)) return cause;
  const code = String(cause.code);
  const why =
    code === "ENOENT" || code === "ENOTDIR"
      ? "没有这个文件"
      : code === "EISDIR"
        ? "这是文件夹，不是文件"
        : code === "EACCES" || code === "EPERM"
          ? "没有读取的权限"
          : "磁盘或网络读取出错";
  return notAFile(name, why, cause);
}

/** The code of an error whose sentence names its file. */
export const notRead = "file-not-read";
const notAFile = (path: string, why: string, cause?: unknown): OutsideError =>
  new OutsideError(`读不了“${path}”：${why}。`, { where: path, code: notRead, cause });

/** The sentence on what is in a file, with the file's name in front. */
export const named =
  (file: string) =>
  (error: unknown): never => {
    if (!(error instanceof OutsideError)) throw error;
    const { where, code, cause } = error;
    throw new OutsideError(`“${file}”：${error.message}`, { where, code, cause });
  };

/** Whether a path names a folder. */
export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** The files that are meant: *.docx is resolved here where the shell leaves it to the program. */
export async function expanded(given: readonly string[], folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const each of given) {
    const exists = await stat(resolve(folder, each)).then(
      () => true,
      () => false,
    );
    if (exists || !/[*?[]/.test(each)) files.push(each);
    else {
      const found: string[] = [];
      for await (const match of glob(each.replaceAll("\\", "/"), { cwd: folder })) found.push(match);
      found.sort();
      files.push(...(found.length === 0 ? [each] : found));
    }
  }
  return files;
}

/** Fails when nothing can be written at this path: better before the work than after it. */
export async function canWrite(path: string): Promise<void> {
  if (await isFolder(path)) throw notWritable(path, "那是一个文件夹");
  let folder = dirname(path);
  for (;;) {
    try {
      await access(folder, constants.W_OK);
      if (await isFolder(folder)) return;
      throw notWritable(path, `“${folder}”不是文件夹`);
    } catch (cause) {
      if (cause instanceof OutsideError) throw cause;
      const code = cause instanceof Error && "code" in cause ? cause.code : "";
      if (code === "ENOTDIR") throw notWritable(path, "路径中间有一个不是文件夹", cause);
      if (code !== "ENOENT" || dirname(folder) === folder) throw notWritable(path, "没有写入的权限", cause);
      // What is not there yet is made when it is needed.
      folder = dirname(folder);
    }
  }
}

const notWritable = (path: string, why: string, cause?: unknown): OutsideError =>
  new OutsideError(`写不了“${path}”：${why}。`, { where: path, code: "file-not-written", cause });

/** A FACTS file (design.md 4) from its text; `file` is its name for the sentence when it is none. */
export function parseFacts(json: string, file: string): FactsFile {
  try {
    return factsIn(json);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const { where, code, cause } = error;
    throw new OutsideError(`“${file}”${error.message}`, { where, code, cause });
  }
}
