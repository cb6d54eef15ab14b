import type { z } from "zod";
import type { Card, Conversation, SendOptions } from "../channel.ts";
import { fieldName, type Pressed } from "./events.ts";

/** A card as the JSON 2.0 of the platform: open.feishu.cn, feishu-cards, card-json-v2-structure, form-container, table. */

const plain = (content: string) => ({ tag: "plain_text", content });
/** Rows on one page of a table: the platform allows 10. */
const pageSize = 10;

/** Words are plain text everywhere, so that nothing in them is read as markup. `form` and `table` stand at the root only. */
export function cardJson(
  card: Card,
  kind: Conversation["kind"],
  mention?: SendOptions["mention"],
): Record<string, unknown> {
  const pressed: z.infer<typeof Pressed> = { card: card.id, in: kind };
  const { choices = [], fields = [], table } = card;
  return {
    schema: "2.0",
    config: {
      update_multi: true,
      enable_forward: false,
      summary: { content: card.text.split("\n")[0]?.slice(0, 60) ?? "" },
    },
    body: {
      elements: [
        ...(mention !== undefined && mentionable(mention.id)
          ? [{ tag: "markdown", content: `<at id=${mention.id}></at>` }]
          : []),
        { tag: "div", text: plain(card.text) },
        ...(table === undefined ? [] : [tableJson(table)]),
        ...choices.map(({ id, label }) => button(label, { ...pressed, choice: id })),
        ...(fields.length === 0 ? [] : [formJson(fields, pressed)]),
      ],
    },
  };
}

/** Ids of people, and nothing that would break out of a tag. */
export const mentionable = (id: string): boolean => /^[\w-]{1,100}$/.test(id) && id !== "all";

const button = (label: string, value: z.infer<typeof Pressed>) => ({
  tag: "button",
  type: "default",
  width: "fill",
  text: plain(label),
  behaviors: [{ type: "callback", value }],
});

const formJson = (fields: NonNullable<Card["fields"]>, pressed: z.infer<typeof Pressed>) => ({
  tag: "form",
  name: "form",
  elements: [
    ...fields.map(({ label, value }, index) => ({
      tag: "input",
      name: fieldName(index),
      label: plain(label),
      label_position: "top",
      placeholder: plain("请填写"),
      default_value: value,
      required: false,
      width: "fill",
      max_length: 1000,
    })),
    {
      ...button("提交", { ...pressed, fields: fields.map(({ id }) => id) }),
      type: "primary",
      name: "submit",
      form_action_type: "submit",
    },
  ],
});

const tableJson = ({ columns, rows }: NonNullable<Card["table"]>) => ({
  tag: "table",
  page_size: Math.min(Math.max(rows.length, 1), pageSize),
  row_height: "auto",
  freeze_first_column: columns.length > 3,
  header_style: { bold: true, background_style: "grey", lines: 2 },
  columns: columns.map((label, index) => ({
    name: `column_${index}`,
    display_name: label,
    data_type: "text",
    width: "auto",
  })),
  rows: rows.map((row) =>
    Object.fromEntries(columns.map((_, index) => [`column_${index}`, row[index] ?? ""])),
  ),
});
