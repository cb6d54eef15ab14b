import { OutsideError } from "../errors.ts";

/** The sentences for a file that cannot be read, the same whatever its format. */

const where = "reading";
const fault =
  (code: string, message: string) =>
  (cause?: unknown): OutsideError =>
    new OutsideError(message, { where, code, cause });

export const damaged = fault(
  "damaged",
  "这个文件已损坏或者不完整，打不开，请用 Word 或 WPS 打开后另存一份再发来。",
);
export const tooBig = fault("too big", "这个文件太大，请只发年报本身，文件里不要带大图片和附件。");
export const encrypted = fault("encrypted", "这个文件加了密码，请取消密码后再发来。");
export const notDocx = fault("not a docx", "这不是 .docx 文件，请用 Word 或 WPS 另存为 .docx 再发来。");
export const emptyFile = fault("empty", "这个文件是空的，里面什么也没有，请检查后重新发来。");
export const scanned = fault(
  "no text",
  "这是扫描件，没有可读文字，请发 Word 文件，或者能选中文字的 PDF、网页。",
);
export const notReport = fault(
  "not a report",
  "这个文件里没有看到政府信息公开工作年度报告，请检查是不是发错了文件。",
);
export const notText = fault(
  "not text",
  "这个文件认不出是什么格式，能读的有 Word、PDF、网页、Excel 和文本文件。",
);
export const archive = fault("archive", "这是压缩包，请解压后把年报文件单独发来。");

/** A kind of file that is known and not read; `kind` is what people call it, `please` what to send in its place. */
export const notRead = (kind: string, please: string): OutsideError =>
  new OutsideError(`这是${kind}，读不了，请${please}。`, { where, code: "kind not read" });
