import { narrow, visible } from "../language/width.ts";

/** 别再提醒 · 不用催我了 · 关闭提醒 · 继续提醒: what a person wants of reminders, said in a message of its own. */

const polite =
  "(?:(?:好的?|嗯|行|知道了|收到了?|明白了?|谢谢|请|麻烦你?您?|拜托|你们?|您|那就?|以后|今后|还是|都|已经?[交报]了)[,，、。.!！\\s]*)*";
const end = "(?:了|啦|吧|啊|呀|哈|好吗|可以吗|行吗|谢谢|[,，。.!！~～\\s])*";
const whole = (body: string): RegExp => new RegExp(`^${polite}(?:${body})${end}$`, "u");

const never = "(?:别|不要|不用|不必|无需|不再|不需要|甭|请勿|勿)(?:再|老是?|总是?|一直|天天)*";
const off = [
  whole(`${never}(?:给我|向我)?(?:发|推送)?(?:来)?提醒(?:我们?)?(?:消息|信息)?`),
  whole(`${never}催(?:我们?|报)?`),
  whole("(?:把)?(?:关闭|关掉|关了|取消|停止|停掉|停了|退订)(?:这个|这些|所有|全部)?(?:的)?提醒"),
  whole("(?:把)?提醒(?:都|给我)?(?:关闭|关掉|关了|取消|停掉|停了|停止)"),
  whole("(?:我)?(?:不想|不愿意?)(?:再)?(?:收|看|接收?)(?:到)?(?:这些|这个)?提醒(?:我)?"),
];
const on = [
  whole("(?:请)?(?:继续|恢复|重新|接着|照常|打开|开启|重新打开|重新开启)(?:给我|向我)?(?:发)?提醒(?:我们?)?"),
  whole("(?:把)?提醒(?:都|给我)?(?:恢复|打开|开启)"),
  whole("(?:可以|要|需要)(?:再|继续)?提醒我"),
];

/** Whether reminders are wanted; null where the message says nothing of the kind. */
export function readReminding(said: string): boolean | null {
  const words = narrow(visible(said)).trim();
  if (words.length > 24) return null;
  if (off.some((pattern) => pattern.test(words))) return false;
  return on.some((pattern) => pattern.test(words)) ? true : null;
}
