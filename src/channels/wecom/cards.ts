import { z } from "zod";
import { widthOf } from "../../language/columns.ts";
import type { Card } from "../channel.ts";

/**
 * Template cards, as far as they were seen to work on live tenants: `button_interaction` with a title, a text and buttons;
 * `source` makes a card vanish, `text_notice` demands a link to press, a button has no disabled state. So a card that is
 * over keeps one gray button that does nothing. An update must bear the task_id of the card it replaces.
 */
export const maxChoices = 6;
export const labelChars = 10;
const titleChars = 26;
const textChars = 112;
/** Longer labels were seen cut off; they stand in the text too. Columns: a Chinese character has two. */
const labelColumns = 8;
const grayStyle = 4;

const Key = z.tuple([z.string(), z.string(), z.string(), z.string().nullable()]);
const overKey = "over";

/** What a button brings back: the card, the choice, the task it belongs to, and which message the card answered. */
export function writeKey(card: string, choice: string, task: string, reply: string | undefined): string {
  const key = (token: string | null) => encode(JSON.stringify([card, choice, task, token]));
  const whole = key(reply ?? null);
  return whole.length <= 1024 ? whole : key(null);
}

const encode = (text: string): string => Buffer.from(text).toString("base64url");

/** null: no button of ours, or of another card. */
export function readKey(
  key: string,
  task: string,
): { card: string; choice: string; reply: string | undefined } | "over" | null {
  if (key === overKey) return "over";
  try {
    const [card, choice, of, reply] = Key.parse(JSON.parse(Buffer.from(key, "base64url").toString()));
    return of === task ? { card, choice, reply: reply ?? undefined } : null;
  } catch {
    return null;
  }
}

/** The text of a card in its two places; `whole` is false where it does not fit and must be said beside the card. */
function layOut(text: string): { title: string; sub: string; whole: boolean } {
  const [first = "", ...rest] = text.split("\n");
  const fits = first.length <= titleChars && first.trim() !== "";
  const title = fits ? first : "请选择";
  const sub = fits ? rest.join("\n") : text;
  return { title, sub, whole: sub.length <= textChars };
}

const endOf = (text: string): string => (text.length <= textChars ? text : `…${text.slice(1 - textChars)}`);

const body = (title: string, sub: string, task: string) => ({
  card_type: "button_interaction",
  main_title: { title },
  ...(sub === "" ? {} : { sub_title_text: sub }),
  task_id: task,
});

/** A question with choices. `beside`: the text that the card cannot hold. */
export function cardOf(
  card: Card,
  task: string,
  reply: string | undefined,
): { card: object; beside: string } {
  const choices = card.choices ?? [];
  const long = choices.some(({ label }) => widthOf(label) > labelColumns);
  const list = choices.map(({ label }, index) => `${index + 1}. ${label}`);
  const text = long ? [card.text, ...list].join("\n") : card.text;
  const { title, sub, whole } = layOut(text);
  const buttons = choices.map(({ id, label }) => ({
    text: label,
    style: 1,
    key: writeKey(card.id, id, task, reply),
  }));
  return {
    card: { ...body(whole ? title : "请选择", whole ? sub : "", task), button_list: buttons },
    beside: whole ? "" : text,
  };
}

/** What a card is from now on: text (of a long one its end, where the choice stands), and a gray button that does nothing. */
export function cardOver(text: string, task: string): object {
  const { title, sub, whole } = layOut(text);
  return {
    ...(whole && title !== "请选择" ? body(title, sub, task) : body("已选择", endOf(sub), task)),
    button_list: [{ text: "已选", style: grayStyle, key: overKey }],
  };
}
