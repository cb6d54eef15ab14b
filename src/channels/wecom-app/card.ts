import type { Card } from "../channel.ts";
import { fault } from "./faults.ts";

/** What the platform advises, in characters; longer words may be cut on small screens (document/path/90236). */
const room = { title: 36, desc: 44, text: 160, label: 10 };
export const cardLimits = { choices: 6, labelChars: room.label };

const length = (text: string): number => [...text].length;

/** The words of a card, line for line: title, description, text. null where they do not fit. */
function layOut(text: string): object | null {
  const [first = "", ...rest] = text.split("\n");
  const plain = (title: string, desc: string, body: string): object => ({
    ...(title === "" ? {} : { main_title: { title, ...(desc === "" ? {} : { desc }) } }),
    ...(body === "" ? {} : { sub_title_text: body }),
  });
  if (first === "" || length(first) > room.title)
    return length(text) > room.text ? null : plain("", "", text);
  const body = rest.join("\n");
  if (length(body) <= room.text) return plain(first, "", body);
  const [second = "", ...others] = rest;
  const last = others.join("\n");
  return second === "" || length(second) > room.desc || length(last) > room.text || last === ""
    ? null
    : plain(first, second, last);
}

/** A card with buttons. Throws `unsupported` where it has no room for the words, or no place for more than choices. */
export function templateOf({ id, text, choices = [], fields, table }: Card): object {
  const words = layOut(text);
  const simple = fields === undefined && table === undefined && choices.length <= cardLimits.choices;
  if (words === null || !simple) throw fault("unsupported", "企业微信的应用消息放不下这样的卡片。");
  const button_list = choices.map((choice) => ({ text: choice.label, style: 1, key: choice.id }));
  return { card_type: "button_interaction", ...words, task_id: taskOf(id), button_list };
}

/** What a card becomes when it was taken: its words with a grey button, or where they do not fit the grey button alone. */
export function takenOf(card: Card | undefined): object {
  const fitting = card === undefined ? null : layOut(card.text);
  const done = "已收到";
  if (card === undefined || fitting === null) {
    const last = card?.text.split("\n").at(-1) ?? "";
    return { button: { replace_name: last !== "" && length(last) <= room.label ? last : done } };
  }
  const button_list = [{ text: done, style: 1, key: "done" }];
  return {
    template_card: { card_type: "button_interaction", ...fitting, button_list, replace_text: done },
  };
}

const encoded = "id-";
/** A task id: at most 128 of digits, letters and _-@. Other card ids go as base64. */
export function taskOf(card: string): string {
  const fits = /^[\w@-]{1,128}$/.test(card) && !card.startsWith(encoded);
  const task = fits ? card : `${encoded}${Buffer.from(card).toString("base64url")}`;
  if (task.length > 128) throw fault("invalid", "卡片的编号太长。");
  return task;
}

/** The card id of a task id. */
export const cardOf = (task: string): string =>
  task.startsWith(encoded) ? Buffer.from(task.slice(encoded.length), "base64url").toString() : task;
