import { readFile } from "node:fs/promises";
import { OutsideError } from "../errors.ts";
import { parseFacts as factsIn, type FactsFile } from "../report/facts.ts";

/** The bytes of a file. OutsideError: one sentence why it cannot be read. */
export async function fileBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const why =
      code === "ENOENT" ? "没有这个文件" : code === "EISDIR" ? "这是文件夹，不是文件" : "没有读取的权限";
    throw new OutsideError(`读不了“${path}”：${why}。`, { where: path, code: "file-not-read", cause });
  }
}

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
