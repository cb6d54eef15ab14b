import type { WrittenReport } from "../report/written.ts";

/** What Windows, macOS or Linux does not allow in a file name. */
const forbidden = /[\u0000-\u001f\u007f<>:"/\\|?*]/g;

/** {机关}{年}年政府信息公开工作年度报告（草稿）.docx; the clean copy without （草稿）. Short enough for any file system. */
export function fileName(
  { organ, year }: Pick<WrittenReport, "organ" | "year">,
  final: boolean,
  extension = "docx",
): string {
  const name = organ.name
    .toWellFormed()
    .replace(forbidden, "_")
    .replace(/^[\s.]+/, "");
  // 255 bytes is the limit on Linux; a Chinese character takes three.
  const short = [...name].slice(0, 60).join("");
  return `${short}${year}年政府信息公开工作年度报告${final ? "" : "（草稿）"}.${extension}`;
}
