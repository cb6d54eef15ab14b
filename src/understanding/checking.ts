import { readNumeral } from "../language/numerals.ts";
import type { TextSlot } from "../report/events.ts";
import type { Command } from "./command.ts";

/** What is said about a list of findings, a file or last year's words: 忽略 2 因为… · 恢复 2 · 载入 · 继续 · 去年怎么写的. */

const because = String.raw`(?:[，,。；;：:\s]*(?:是?因为|因|由于|原因是?|理由是?)|[，,。；;：:\s]+)[：:，,\s]*(?<reason>\S[^]*)`;
const number = String.raw`\s*(?<number>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:条|处|个|项|点)?`;
const fine = String.raw`(?:不用改|不需要改|不必改|不改|不用管|不管|没错|没有错|没问题|没有问题|是对的|不算错|可以?忽略|忽略)(?:了|吧)?`;
const dismissing: readonly RegExp[] = [
  new RegExp(`^(?:忽略|不用管|不管)\\s*(?:掉)?第?${number}(?:${because})?$`, "u"),
  new RegExp(`^第${number}[，,\\s]*${fine}(?:${because})?$`, "u"),
];
const listing =
  /^(?:查看|看看|看一下|看|列出|显示)?(?:已|已经)?忽略(?:了|过)?(?:的|哪些|什么|哪几条|列表|记录)*$/;
const restoring = new RegExp(`^(?:恢复|取消忽略|不忽略)\\s*第?${number}(?:了|吧)?$`, "u");
const loading =
  /^(?:载入|导入|装入|读入)(?:这份|这个)?(?:年报|报告|文件)?(?:吧|了)?$|^就?用这份(?:年报|报告|文件)?(?:吧)?$/;
const going = /^(?:继续|接着|下一页|往下|后面的|还有呢)(?:看|说|显示|列)?(?:吧|呢)?$/;

const slots: readonly [TextSlot, RegExp][] = [
  ["overview.requests", /申请/],
  ["overview.management", /信息管理|管理/],
  ["overview.platform", /平台/],
  ["overview.supervision", /监督|保障/],
  ["overview.disclosure", /主动公开/],
  ["improvements", /改进|措施/],
  ["problems", /问题/],
];
const lastWords =
  /^(?:看看|看一下|查一下|我看看|想看看?)?(?:去年|上年|上一年)(?:的|年报的?|我们|里)*(?<about>主动公开|依申请公开|依申请|(?:政府)?信息管理|(?:政府信息公开)?平台(?:建设)?|监督(?:保障)?|(?:主要)?问题|改进(?:措施|情况)?|措施)?(?:部分|方面|这块|那段)?(?:都|是)*(?<how>怎么写|咋写|如何写|怎样写|写的|写了|的?写法|的?文字|的?原文)?(?:的|了|什么|啥)*(?:是什么)?$/;

/** The command in a whole message, or null. `text` is the message in its own punctuation, for the reason. */
export function readChecking(text: string): Command | null {
  const words = text.trim().replace(/[?？。.!！]+$/, "");
  if (words.length > 560) return null;
  for (const pattern of dismissing) {
    const groups = pattern.exec(words)?.groups;
    const ordinal = readNumeral(groups?.["number"] ?? "");
    if (groups === undefined || ordinal === null || ordinal < 1) continue;
    const reason = groups["reason"]?.trim().slice(0, 500);
    return { do: "dismiss", number: ordinal, ...(reason === undefined || reason === "" ? {} : { reason }) };
  }
  if (words.length > 24) return null;
  if (listing.test(words)) return { do: "dismissals" };
  const restored = readNumeral(restoring.exec(words)?.groups?.["number"] ?? "");
  if (restored !== null && restored > 0) return { do: "restore", number: restored };
  if (loading.test(words)) return { do: "load" };
  if (going.test(words)) return { do: "more" };
  const last = lastWords.exec(words)?.groups;
  const about = last?.["about"];
  if (last === undefined || (last["how"] === undefined && about === undefined)) return null;
  const slot = slots.find(([, sign]) => about !== undefined && sign.test(about))?.[0];
  return { do: "lastWords", ...(slot === undefined ? {} : { slot }) };
}

/** A reason behind a statement: 上年结转改成2，因为去年漏报1件. `head` is the statement alone. */
export function splitReason(text: string): { head: string; reason: string } | null {
  const found =
    /^(?<head>[^]*?)[，,。；;：:\s]*(?:是?因为|由于|原因是|原因[：:]|理由是|理由[：:])[：:，,\s]*(?<reason>\S[^]*)$/u.exec(
      text.trim(),
    )?.groups;
  const reason = found?.["reason"]?.replace(/[。.!！\s]+$/, "").slice(0, 500);
  return found === undefined || reason === undefined || reason === ""
    ? null
    : { head: found["head"] ?? "", reason };
}
