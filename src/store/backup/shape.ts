import { z } from "zod";
import { OutsideError } from "../../errors.ts";
import type { Holding } from "../holdings.ts";
import { isSealed } from "../seal.ts";

/**
 * A backup is lines of JSON, packed by zstd: a head, every row that a store holds (`Holding`), a foot. A file that lacks
 * its end, or in which anything was changed, does not fit its foot.
 */

/** What this program writes and reads; a higher number is of a newer program. */
export const format = 1;

/** Every head there will ever be begins so. */
export const AnyHead = z.object({ nianbao: z.literal("backup"), format: z.int().min(1) });
/** `program`: its version; `at`: when it was made, in UTC. */
export const Head = AnyHead.extend({ program: z.string(), at: z.iso.datetime() });
export type Head = z.infer<typeof Head>;
/** `rows` without head and foot; `sha256` over all lines before, with their ends. */
export const Foot = z.object({ rows: z.int(), sha256: z.string() });
export type Foot = z.infer<typeof Foot>;

/** What is known of a backup that was read to its end. `sealed`: it has values that only the key opens. */
export interface Content {
  head: Head;
  foot: Foot;
  sealed: boolean;
}

/** Whether a row has a value that only the key opens. */
export function isSealedRow(row: Holding): boolean {
  if (row.kind === "entry") return isSealed(row.value);
  if (row.kind === "trail") return false;
  const bytes = row.kind === "inbox" ? row.file?.bytes : row.bytes;
  return isSealed(row.payload ?? "") || isSealed(Buffer.from(bytes ?? "", "base64"));
}

const sentences = {
  foreign: (file: string) => `“${file}”不是年报助手的备份，没有动它。`,
  newer: (file: string) => `“${file}”是更新版本的程序写的备份，这个版本读不了。请改用新版本。`,
  damaged: (file: string) => `备份“${file}”不完整，或者已损坏，不能用。请换一份备份。`,
};

/** Why a file is no backup that can be used. */
export const refused = (code: keyof typeof sentences, file: string, cause?: unknown): OutsideError =>
  new OutsideError(sentences[code](file), { where: file, code, cause });

const whyUnread: Readonly<Record<string, string>> = {
  ENOENT: "没有这个文件",
  ENOTDIR: "没有这个文件",
  EISDIR: "那不是文件",
  EACCES: "没有读取的权限",
  EPERM: "没有读取的权限",
};

/** A file that cannot be read at all, by the system's error code. */
export const unread = (file: string, code: string, cause?: unknown): OutsideError =>
  new OutsideError(`读不了“${file}”：${whyUnread[code] ?? "磁盘或网络读取出错"}。`, {
    where: file,
    code: "file-not-read",
    cause,
  });

const whyUnwritten: Readonly<Record<string, string>> = {
  ENOSPC: "磁盘已满，请腾出空间后再试",
  EDQUOT: "磁盘已满，请腾出空间后再试",
  EFBIG: "那里放不下这么大的文件，请换一个地方",
  EROFS: "没有写入的权限",
  EACCES: "没有写入的权限",
  EPERM: "没有写入的权限",
};

/** A backup that cannot be written, by the system's error code. */
export const unwritten = (file: string, code: string, cause?: unknown): OutsideError =>
  new OutsideError(`没有备份成，写不了“${file}”：${whyUnwritten[code] ?? "磁盘或网络出错"}。`, {
    where: file,
    code: code === "ENOSPC" || code === "EDQUOT" ? "disk-full" : "file-not-written",
    cause,
  });
