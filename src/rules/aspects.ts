import type { AspectId } from "../report/form/overview.ts";

/** A titled part of section 一: （二）依申请公开。… `aspect` is null for a title that names none of the five. */
export interface AspectPart {
  /** 一, 1 …: what stands in the brackets or before the dot; "" for a title without number. */
  number: string;
  title: string;
  aspect: AspectId | null;
  text: string;
}

/** Titles in use for the aspects, the more telling first: 依申请公开平台 is about requests, 主动公开平台 about platforms. */
const titles: readonly [AspectId, RegExp][] = [
  ["requests", /申请/],
  ["management", /信息管理|信息发布|规范管理|审核/],
  ["platform", /平台|网站|渠道|载体|阵地|新媒体/],
  ["supervision", /监督|保障|考核|评议|培训|组织领导/],
  ["disclosure", /主动公开|公开内容/],
];

const bracketed = /(?:^|(?<=[\n。]))（([一二三四五六七八九十]{1,2}|\d{1,2})）([^。，：；\n]{2,30})/g;
const dotted = /(?:^|(?<=\n))(\d{1,2})[.、．]([^。，：；\n]{2,30})/g;
const bare =
  /(?:^|(?<=\n))()((?:主动公开|依申请公开|(?:政府)?信息管理|(?:政府信息公开)?平台建设|监督保障)(?:工作|情况|方面)*)(?=[。：\n])/g;

interface Head {
  start: number;
  end: number;
  number: string;
  title: string;
}

const heads = (text: string, pattern: RegExp): Head[] =>
  [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    number: match[1] ?? "",
    title: (match[2] ?? "").trim(),
  }));

const aspectOf = (title: string): AspectId | null => titles.find(([, sign]) => sign.test(title))?.[0] ?? null;

/** Bracketed titles of level two: a （1） counts only before the first （一）, after it it is a level below. */
function levelTwo(all: readonly Head[]): readonly Head[] {
  const first = all.findIndex((head) => !/\d/.test(head.number));
  return first < 0 ? all : all.filter((head, index) => index < first || !/\d/.test(head.number));
}

/** The titled parts of section 一, from its plain text: bracketed titles, else 1. titles, else bare ones. */
export function aspectParts(text: string): AspectPart[] {
  const kinds = [levelTwo(heads(text, bracketed)), heads(text, dotted), heads(text, bare)];
  const found = kinds.find((kind) => kind.some((head) => aspectOf(head.title) !== null)) ?? [];
  return found.map((head, index) => ({
    number: head.number,
    title: head.title,
    aspect: aspectOf(head.title),
    text: text.slice(head.end, found[index + 1]?.start).replace(/^[。：，；\n]+/, ""),
  }));
}

/** Section 一 is divided by titles: then an aspect without one is missing. */
export const titled = (parts: readonly AspectPart[]): boolean =>
  parts.filter((part) => part.aspect !== null).length >= 2;

/** Aspects that have a title and nothing under it. A long title is a sentence of its own: （五）监督保障措施有力有效… */
export function emptyParts(parts: readonly AspectPart[]): AspectPart[] {
  const filled = new Set(parts.filter((part) => !bareTitle(part)).map((part) => part.aspect));
  return parts.filter((part) => part.aspect !== null && bareTitle(part) && !filled.has(part.aspect));
}

const bareTitle = ({ title, text }: AspectPart): boolean =>
  title.length <= 14 && /^(?:无|暂无|没有)?[。\n]*$/.test(text);
