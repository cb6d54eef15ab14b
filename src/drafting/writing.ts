import { organKind, type Organ } from "../report/organ.ts";
import type { Report } from "../report/report.ts";

/** What every paragraph is written from: the facts, the organ and how it speaks of itself. */
export interface Writing {
  report: Report;
  organ: Organ;
  self: string;
  year: number;
}

export const writing = (report: Report, organ: Organ): Writing => ({
  report,
  organ,
  self: organKind(organ.kind).selfName,
  year: report.year,
});

export const nothingSaid = "这里还没有内容，请补充。";

/** Words that want a second look before the leader signs; shown as Word comments. */
export function cautions(text: string): string[] {
  const found: string[] = [];
  if (/(?:热线|信箱|来电|来信|工单|留言)[^。；]{0,20}\d+\s*(?:条|件|次|个)/.test(text))
    found.push("热线、信箱的办件数是群众来电来信，不是公开的信息条数，请确认写在这里是否合适。");
  if (/\d+\s*(?:余|多)|近[一二三四五六七八九十百千万\d]+|约\d/.test(text))
    found.push("这里用了约数，自己单位的数最好写准确。");
  return found;
}
