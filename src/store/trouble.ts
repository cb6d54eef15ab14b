import { OutsideError } from "../errors.ts";

/** What a person is told when the data file cannot be used, by SQLite's primary result code (sqlite.org/rescode.html). */
const sentences: Readonly<Record<number, (file: string) => string>> = {
  3: (file) => `没有权限读写数据文件 ${file}。请检查它的权限，或用 --data 换一个文件夹。`,
  5: (file) => `数据文件 ${file} 正被另一个年报助手使用。请先关掉那一个，或用 --data 换一个文件夹。`,
  8: closed,
  10: (file) => `读写数据文件 ${file} 时磁盘出错，这一步没有记下。请看磁盘是不是满了，腾出空间后再试。`,
  11: damaged,
  13: (file) => `磁盘已满，写不进数据文件 ${file}，这一步没有记下。请腾出空间后再试。`,
  14: (file) => `打不开数据文件 ${file}。请检查文件和文件夹的权限，或用 --data 换一个文件夹。`,
  26: damaged,
};

/** What a person is told when the folder itself cannot be used, by the system's error code. */
const folderSentences: Readonly<Record<string, (folder: string) => string>> = {
  EEXIST: (folder) => `${folder} 不是文件夹，不能存放数据。请用 --data 换一个文件夹。`,
  ENOTDIR: (folder) => `${folder} 不是文件夹，不能存放数据。请用 --data 换一个文件夹。`,
  ENOSPC: (folder) => `磁盘已满，建不了数据文件夹 ${folder}。请腾出空间后再试。`,
};
const closedFolder = (folder: string): string =>
  `数据文件夹 ${folder} 不能写入。请检查它的权限，或用 --data 换一个文件夹。`;

function damaged(file: string): string {
  return `数据文件 ${file} 已损坏，没有改动它。请换回备份；没有备份的，把它移到别处保存，再重新开始。`;
}

function closed(file: string): string {
  return `数据文件 ${file} 不能写入。请检查文件和文件夹的权限，或用 --data 换一个文件夹。`;
}

export const closedFile = (file: string, cause: unknown): OutsideError =>
  new OutsideError(closed(file), { where: "store", code: "unusable", cause });

export const damagedFile = (file: string, cause?: unknown): OutsideError =>
  new OutsideError(damaged(file), { where: "store", code: "damaged", cause });

const codes: Readonly<Record<number, string>> = {
  5: "in-use",
  11: "damaged",
  13: "disk-full",
  26: "damaged",
};

/** An error of SQLite as one sentence; every other error as it is. */
export function fileTrouble(error: unknown, file: string): unknown {
  if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) return error;
  const primary = error.errcode & 0xff;
  const sentence = sentences[primary];
  if (sentence === undefined) return error;
  const code = codes[primary] ?? "unusable";
  const retryable = primary === 13 || primary === 10;
  return new OutsideError(sentence(file), { where: "store", code, retryable, cause: error });
}

/** Nothing is filled that holds something already. */
export const notEmpty = (): OutsideError =>
  new OutsideError(
    "这里已经有数据了，没有改动。备份只能恢复到空的地方：请用 --data 换一个空文件夹；用 PostgreSQL 的，请换一个空库。",
    { where: "store", code: "not-empty" },
  );

/** Two rows that were to be filled in want the same place. */
export const contradiction = (cause?: unknown): OutsideError =>
  new OutsideError("要恢复的内容前后矛盾，什么也没有恢复。请换一份备份。", {
    where: "store",
    code: "damaged",
    cause,
  });

/** Rows that do not go together: a sentence; every other error as `fileTrouble` has it. */
export function unfit(error: unknown, file: string): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  // SQLITE_CONSTRAINT, SQLITE_MISMATCH
  return code === 19 || code === 20 ? contradiction(error) : fileTrouble(error, file);
}

/** An error of the file system on the data folder as one sentence. */
export function folderTrouble(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return error;
  const sentence = folderSentences[error.code] ?? closedFolder;
  return new OutsideError(sentence(folder), { where: "store", code: "unusable", cause: error });
}
