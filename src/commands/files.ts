import { readFile } from "node:fs/promises";
import { z } from "zod";
import { OutsideError } from "../errors.ts";
import { FactsFile } from "../report/facts.ts";

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
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new OutsideError(`“${file}”不是JSON格式，请检查逗号、引号和括号。`, {
      where: file,
      code: "not-json",
      cause,
    });
  }
  const parsed = FactsFile.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(" → ");
  throw new OutsideError(
    `“${file}”${where === undefined || where === "" ? "" : `的 ${where} `}不对：${issue?.code === "custom" ? issue.message : "缺少这一项，或者不是规定的内容"}。`,
    {
      where: file,
      code: "not-facts",
      cause: z.prettifyError(parsed.error),
    },
  );
}
