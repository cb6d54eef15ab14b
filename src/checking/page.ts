import { escape } from "../language/markup.ts";
import { severities, severityNames } from "../rules/told.ts";
import type { PrintedReport } from "../report/printed.ts";
import { rules } from "../rules/catalogue.ts";
import type { Finding, Severity } from "../rules/judge.ts";
import { choices, said, tally, unitAndYear, verdict, type Tally } from "./words.ts";

/** What became of one file. */
export type Checked =
  { file: string; report: PrintedReport; findings: readonly Finding[] } | { file: string; error: string };

/** A file of the page: only what is printed of it is kept, so that a thousand do no harm. */
export type Summary =
  | {
      file: string;
      unit: string;
      year: string;
      count: Tally;
      which: { errors: string[]; warnings: string[] };
      body: string;
    }
  | { file: string; error: string };

export function summary(checked: Checked): Summary {
  if ("error" in checked) return checked;
  const { file, report, findings } = checked;
  return {
    file,
    unit: report.organ?.name ?? (report.title === "" ? "没有看到单位名称" : report.title),
    year: report.year === null ? "—" : String(report.year),
    count: tally(findings),
    which: which(findings),
    body: findingsHtml(report, findings),
  };
}

const demands: ReadonlyMap<string, string> = new Map(rules.map(({ id, demand }) => [id, demand]));
const fewWarnings = 3;

/** What does not hold, in the words of the rules: every error, the first few of what is to be confirmed. */
function which(findings: readonly Finding[]): { errors: string[]; warnings: string[] } {
  const of = (wanted: Severity): string[] => [
    ...new Set(
      findings.flatMap(({ rule, severity }) => (severity === wanted ? [demands.get(rule) ?? rule] : [])),
    ),
  ];
  const warnings = of("warning");
  const more = warnings.length - fewWarnings;
  return {
    errors: of("error"),
    warnings: more > 1 ? [...warnings.slice(0, fewWarnings), `等${warnings.length}项`] : warnings,
  };
}

function findingsHtml(report: PrintedReport, findings: readonly Finding[]): string {
  const items = said(findings).map(({ findings: told, repairs, quotes, places, bases }) => {
    const messages = told.map(
      ({ number, finding: { severity, message } }) =>
        `<p class="message"><b>${number}.</b> <span class="${severity}">${severityNames[severity]}</span>${escape(message)}</p>`,
    );
    const more = [
      ...quotes.map((quote) => ["原文", `“${quote}”`]),
      ...places.map((place) => ["位置", place]),
      ...repairs.map((repair, index) => [
        repairs.length === 1 ? "改法" : `改法${choices[index] ?? ""}`,
        repair,
      ]),
      ...bases.map((basis) => [basis.slice(0, 2), basis.slice(3)]),
    ].map(([head = "", text = ""]) => `<p><i>${head}</i>${escape(text)}</p>`);
    return `<div class="finding">${messages.join("")}${more.join("")}</div>`;
  });
  const nothing = `<p class="none">没有发现问题。</p>`;
  return `<h2>${escape(unitAndYear(report))}</h2>${items.length === 0 ? nothing : items.join("\n")}`;
}

/** Errors first, then the order in which the files were given. */
const bySeverity = (one: { count: Tally }, other: { count: Tally }): number =>
  other.count.error - one.count.error;

/** One page for a batch: whole in itself, for the screen, the telephone and A4 paper. `day` is printed as it is. */
export function page(files: readonly Summary[], day: string): string {
  const checked = files.flatMap((file) => ("error" in file ? [] : [file])).sort(bySeverity);
  const unread = files.flatMap((file) => ("error" in file ? [file] : []));
  const withErrors = checked.filter(({ count }) => count.error > 0).length;
  const rows = checked.map(
    ({ unit, year, count, which: lacking, file }, index) =>
      `<tr><td class="number">${index + 1}</td><td class="unit"><a href="#u${index + 1}">${escape(unit)}</a><small>${escape(file)}</small></td><td class="number">${escape(year)}</td>${severities
        .map((severity) => `<td class="number">${figure(severity, count)}</td>`)
        .join("")}<td class="which">${lackingHtml(lacking)}</td></tr>`,
  );
  const details = checked.map(
    ({ body, file, count }, index) =>
      `<section id="u${index + 1}"${count.error > 0 ? ' class="faulty"' : ""}>${body.replace("<h2>", `<h2>${index + 1}. `)}<p class="file">${escape(file)}　${escape(verdict(count))}</p></section>`,
  );
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>政府信息公开工作年度报告检查结果</title>
<style>${style}</style>
</head>
<body>
<h1>政府信息公开工作年度报告检查结果</h1>
<p class="day">${escape(day)}　共${files.length}份：${withErrors}份有错误，${checked.length - withErrors}份没有错误${unread.length === 0 ? "" : `，${unread.length}份没有读成`}</p>
${rows.length === 0 ? "" : table(rows)}
${unread.length === 0 ? "" : unreadHtml(unread)}
${details.join("\n")}
<p class="note">“错误”是按统一格式和勾稽关系必须改的；“要确认”请对照原始材料核对；“提醒”供参考。注明“惯例”的不是法定要求。</p>
</body>
</html>
`;
}

const lackingHtml = ({ errors, warnings }: { errors: string[]; warnings: string[] }): string =>
  [
    ...(errors.length === 0 ? [] : [`<div>${errors.map(escape).join("；")}</div>`]),
    ...(warnings.length === 0 ? [] : [`<small>${warnings.map(escape).join("；")}</small>`]),
  ].join("");

const figure = (severity: (typeof severities)[number], count: Tally): string =>
  count[severity] === 0
    ? '<span class="zero">0</span>'
    : `<span class="${severity}">${count[severity]}</span>`;

const table = (rows: readonly string[]): string => `<table>
<thead><tr><th>序号</th><th>单位</th><th>年份</th>${severities.map((severity) => `<th>${severityNames[severity]}</th>`).join("")}<th>没有做到的</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<p class="note">按错误多少排列，错误一样多的按文件的先后。“没有做到的”里黑字是错误，灰字要确认。</p>`;

const unreadHtml = (files: readonly { file: string; error: string }[]): string => `<h2>没有读成的文件</h2>
<table class="unread"><tbody>
${files.map(({ file, error }) => `<tr><td>${escape(file)}</td><td>${escape(error)}</td></tr>`).join("\n")}
</tbody></table>`;

const style = `
@page { size: A4; margin: 20mm 18mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60em; padding: 2em 1em; color: #1a1a1a; background: #fff; line-height: 1.7;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.4; margin: 0 0 .3em; }
h2 { font-size: 1.1rem; line-height: 1.5; margin: 2em 0 .5em; }
.day { margin: 0 0 1.5em; color: #444; }
.note { color: #555; font-size: .85rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { border: 1px solid #999; padding: .35em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f0f0f0; font-weight: 600; white-space: nowrap; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.number { text-align: center; white-space: nowrap; }
.unit a { color: inherit; text-decoration: none; border-bottom: 1px solid #bbb; }
.unit { min-width: 9em; }
.unit small, .which small { display: block; color: #666; }
.zero { color: #aaa; }
.error { color: #b00020; font-weight: 600; }
.warning { color: #8a5a00; font-weight: 600; }
.notice { color: #33598a; }
.unread td:first-child { width: 40%; }
.file { color: #666; font-size: .85rem; margin: -.4em 0 .6em; }
section { display: flex; flex-direction: column; }
section h2 { order: 0; } section .file { order: 1; } section .finding, section .none { order: 2; }
.finding { margin: 0 0 .9em; break-inside: avoid; }
.finding p { margin: 0 0 0 1.8em; font-size: .9rem; color: #444; overflow-wrap: anywhere; }
.finding .message { margin-left: 0; padding-left: 1.8em; text-indent: -1.8em; font-size: 1rem; color: inherit; }
.message span { margin-right: .6em; }
.finding i { font-style: normal; color: #777; margin-right: .8em; }
@media (max-width: 40em) {
  table, tbody { display: block; } thead { display: none; }
  tr { display: flex; flex-wrap: wrap; gap: .2em .9em; border-bottom: 1px solid #999; padding: .5em 0; }
  td { border: 0; padding: 0; } .unit, .which, .unread td { flex: 1 1 100%; }
  .unread td:first-child { width: auto; font-weight: 600; }
  td:nth-child(4)::before { content: "错误 "; } td:nth-child(5)::before { content: "要确认 "; } td:nth-child(6)::before { content: "提醒 "; }
}
@media print {
  body { max-width: none; padding: 0 1px; font-size: 10.5pt; line-height: 1.5; }
  table { font-size: 9.5pt; }
  h2 { break-after: avoid; }
  .unit a { border: 0; }
}
`;
