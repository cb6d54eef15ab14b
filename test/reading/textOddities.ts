import type { CellId } from "../../src/report/form.ts";
import type { WrittenReport } from "../../src/report/written.ts";
import { asText } from "./textStyles.ts";

/** Texts as clerks paste them from Word, WPS, a spreadsheet, a web page or a PDF. */

type Change = (report: WrittenReport) => string;
const lines = (text: string, change: (line: string) => string): string => text.split("\n").map(change).join("\n"); // prettier-ignore
const heads = /^([一二三四五六])、(?=总体|主动|收到|政府|存在|其他)/gm;
const tabs: Change = (report) => asText(report, "tabs");
const spaces: Change = (report) => asText(report, "spaces");
const run: Change = (report) => asText(report, "run together");
const subRow = /(\d)\.(?=属于|其他法律|危及|保护|本机关|没有|补正|信访|重复|要求|无正当|申请人)/g;
/** The rows of table 三 in a text with a line for each: label, figures. */
const requestRow = /^(.*?(?:\d\.|（[一二七]）|[一二四]、)\D*?) ((?:\d+ ){6}\d+)$/;

/** All figures stand there for everybody to see: each must be read. */
export const plain: Record<string, Change> = {
  "the labels of groups repeated in every row": (report) => {
    let group = "";
    return lines(tabs(report), (line) => {
      const cells = line.split("\t");
      if (/^（[三四五六]）/.test(cells[1] ?? "")) group = cells[1] ?? "";
      else if (cells.length === 10 && cells[0] === "" && cells[1] === "") [cells[0], cells[1]] = ["三、本年度办理结果", group]; // prettier-ignore
      return cells.join("\t");
    });
  },
  "1、 for 1. and half-width brackets": (report) =>
    tabs(report).replace(/(\t|^)(\d)\./gm, "$1$2、").replace(/（/g, "(").replace(/）/g, ")").replace("下年度继续", "下一年度继续"), // prettier-ignore
  "line breaks in cells of a spreadsheet": (report) =>
    tabs(report).replace("商业企业", '"商业\n企业"').replace("\n一、本年新收政府信息公开", '\n"一、本年新收政府信息\n公开').replace(/申请数量(?=\t)/, '申请数量"'), // prettier-ignore
  "a spreadsheet saved with commas": (report) =>
    lines(tabs(report), (line) => (line.includes("\t") ? line.replaceAll("\t", ",") : line)),
  "a web page with its buttons": (report) =>
    `首页 > 政务公开\n打印本页 关闭窗口\n浏览次数：123\n${asText(report, "lines").replace(/\n/g, "\n\n")}\n\n附件下载\n上一篇：通知\n版权所有：某某市人民政府\n`, // prettier-ignore
  "non-breaking spaces around the figures": (report) => tabs(report).replace(/\t(\d+)/g, "\t\u00a0$1\u00a0"),
  "labels broken over lines around their figures": (report) =>
    lines(spaces(report), (line) =>
      line.replace(/^(.*逾期不补正、行政)(机关不再处理其政府信息公开申请) (.*)$/, "$1 $3\n$2").replace(/^(.*只计这一情)(形，不计其他情形）) (.*)$/, "$1\n$3\n$2")), // prettier-ignore
  "some figures above their label": (report) =>
    lines(spaces(report), (line) => line.replace(/^(2\.其他法律.*?|5\.要求行政.*?) (\d.*)$/, "$2\n$1")),
  "all figures below their label": (report) => lines(spaces(report), (line) => line.replace(requestRow, "$1\n$2")), // prettier-ignore
  "lines broken at the edge of a page": (report) =>
    spaces(report).split("\n").flatMap((line) => (line.length > 28 && !/ \d/.test(line) ? (line.match(/.{1,28}/g) ?? []) : [line])).join("\n"), // prettier-ignore
  "full-width digits and blanks": (report) =>
    spaces(report).replaceAll(" ", "\u3000").replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))), // prettier-ignore
  "Kangxi radicals in labels": (report) =>
    tabs(report).replaceAll("一、", "⼀、").replaceAll("行政", "⾏政").replaceAll("二、", "⼆、").replaceAll("人", "⼈"), // prettier-ignore
  "headings of markdown": (report) => asText(report, "markdown").replace(heads, "## $1、"),
  "headings numbered 一.": (report) => tabs(report).replace(heads, "$1. "),
  "headings numbered 一．": (report) => tabs(report).replace(heads, "$1．"),
  "headings numbered 第一部分": (report) => tabs(report).replace(heads, "第$1部分 "),
  "headings numbered （一）": (report) => tabs(report).replace(heads, "（$1）"),
  "lines drawn with characters": (report) =>
    `┌──┬──┐\n${asText(report, "strokes").replaceAll(" | ", "│")}`.replace("┌──┬──┐\n", ""),
  "two rows of a table run together": (report) =>
    lines(tabs(report), (line) =>
      /4\.无正当理由|8\.属于行政查询/.test(line) ? line.replace(/((?:\t\d+){7})$/, (figures) => `\t${figures.replaceAll("\t", " ").trim()}`) : line), // prettier-ignore
  "a note behind a figure": (report) => tabs(report).replace(/(行政规范性文件\t)(\d+)/, "$1$2（其中修订 16 件）"), // prettier-ignore
  "rows in another order": (report) => {
    const all = tabs(report).split("\n");
    const at = all.findIndex((line) => line.includes("2.重复申请"));
    const [row = ""] = all.splice(at, 1);
    all.splice(at + 2, 0, row);
    return all.join("\n");
  },
  "a page break within the table": (report) =>
    asText(report, "page").replace(/( *4\.保护第三方)/, "          - 3 -\n\f\n          （本列数据的勾稽关系）    申请人情况\n$1"), // prettier-ignore
  "Windows line ends": (report) => `\ufeff${tabs(report).replaceAll("\n", "\r\n")}`,
  "labels spaced out": (report) => spaces(report).replaceAll("予以公开", "予 以 公 开").replace("总计\n", "总 计\n"), // prettier-ignore
  "a unit behind every figure": (report) => lines(tabs(report), (line) => line.replace(/(?<=\t)(\d+)(?=\t|$)/g, "$1件")), // prettier-ignore
  "labels of the table named in the prose": (report) =>
    tabs(report).replace("一、总体情况\n", "一、总体情况\n一、本年新收政府信息公开申请数量增加，上年结转政府信息公开申请数量减少，予以公开为主。\n"), // prettier-ignore
  "the tables twice": (report) => `${tabs(report)}\n${tabs(report)}`,
  "a row that the form does not have": (report) =>
    asText(report, "lines").replace("3.要求提供公开出版物", "9.窗口咨询接待人次\n5\n0\n0\n0\n0\n0\n5\n3.要求提供公开出版物"), // prettier-ignore
  "everything in one paragraph, blanks between the cells": (report) => spaces(report).replaceAll("\n", " "),
};

/** Not all figures can be told apart: some are unreadable or not found, none may be another. */
export const doubtful: Record<string, Change> = {
  "figures above every label": (report) =>
    lines(spaces(report), (line) => line.replace(requestRow, "$2\n$1")),
  "all labels, then all figures": (report) => {
    const rows = spaces(report).split("\n");
    const table = rows.filter((line) => requestRow.test(line));
    const at = rows.findIndex((line) => requestRow.test(line));
    const rest = rows.filter((line) => !requestRow.test(line));
    rest.splice(at, 0, ...table.map((line) => line.replace(requestRow, "$1")), ...table.map((line) => line.replace(requestRow, "$2"))); // prettier-ignore
    return rest.join("\n");
  },
  "figures missing at the right edge": (report) =>
    lines(asText(report, "page"), (line) => (/\d {2,}\d/.test(line) ? line.replace(/\s+\d+$/, "") : line)),
  "one figure missing": (report) => asText(report, "lines").replace(/(2\.重复申请\n\d+)\n\d+/, "$1"),
  "one figure too many": (report) => asText(report, "lines").replace(/(2\.重复申请\n)/, "$15\n"),
  "zeros left out, one cell a line": (report) => asText(report, "lines", (value) => (value === 0 ? "" : String(value))), // prettier-ignore
  "zeros left out, cells in one line": (report) => asText(report, "spaces", (value) => (value === 0 ? "" : String(value))), // prettier-ignore
  "run together": run,
  "run together, zeros as strokes": (report) => asText(report, "run together", (value) => (value === 0 ? "/" : String(value))), // prettier-ignore
  "run together, a row missing": (report) => run(report).replace(/7\.属于行政执法案卷\d+(?=8\.)/, ""),
  "run together, a row too many": (report) => run(report).replace("3.要求提供公开出版物", "9.窗口咨询接待人次50000053.要求提供公开出版物"), // prettier-ignore
  "run together, labels without numbers": (report) => run(report).replace(subRow, ""),
  "run together, numbers without a mark": (report) => run(report).replace(subRow, "$1"),
  "run together, 1、 for 1.": (report) => run(report).replace(subRow, "$1、"),
  "run together, one number without its mark": (report) => run(report).replace("5.属于三类", "5属于三类"),
};

/** The figures of a report by cell; undefined where nothing is printed. */
export const figureIn = (report: WrittenReport, cell: CellId): number | undefined => {
  const value = report.cells.get(cell);
  return typeof value === "number" ? value : undefined;
};
