import { link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join, parse } from "node:path";
import { OutsideError } from "../errors.ts";

/** Puts a file into a folder, whole or not at all; another file of the same name is kept under a new one. Returns the path. */
export async function putFile(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  const part = join(folder, `.${name}.part`);
  try {
    await mkdir(folder, { recursive: true });
    if (await holds(path, bytes)) return path;
    const file = await open(part, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await keepOld(path);
    await rename(part, path);
    return path;
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new OutsideError(
      `文件没有写成：${reason(cause)}请检查文件夹“${folder}”，或用 --out 换一个；记下的内容都在。`,
      {
        where: folder,
        code: "file-not-written",
        retryable: true,
        cause,
      },
    );
  }
}

/** An older file, which somebody may have worked on, becomes …（旧1）. */
async function keepOld(path: string): Promise<void> {
  if (!(await exists(path))) return;
  const { dir, name, ext } = parse(path);
  for (let count = 1; ; count += 1) {
    const kept = join(dir, `${name}（旧${count}）${ext}`);
    if (await exists(kept)) continue;
    await link(path, kept);
    return;
  }
}

/** The same file, put there before. */
async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.size === bytes.length && found.isFile() && (await readFile(path)).equals(bytes);
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function reason(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  if (code === "ENOSPC" || code === "EDQUOT") return "磁盘满了，";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "没有写入的权限，";
  if (code === "ENOTDIR" || code === "EEXIST") return "那里有一个同名的文件，不是文件夹，";
  if (code === "EBUSY" || code === "ETXTBSY") return "文件正开着，请先关上，";
  if (code === "ENAMETOOLONG") return "路径太长，";
  return "";
}
