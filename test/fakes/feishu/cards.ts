import { z } from "zod";

/** A card as people see it, and what the platform refuses of a card (code 230099). */

const Plain = z.strictObject({ tag: z.literal("plain_text"), content: z.string() });
const Callback = z.strictObject({
  type: z.literal("callback"),
  // Over the SDK only an object comes back.
  value: z.record(z.string(), z.unknown()),
});
const Button = z.strictObject({
  tag: z.literal("button"),
  text: Plain,
  type: z.enum(["default", "primary", "danger"]),
  width: z.string(),
  behaviors: z.array(Callback).min(1),
  name: z.string().optional(),
  form_action_type: z.enum(["submit", "reset"]).optional(),
});
const Input = z.strictObject({
  tag: z.literal("input"),
  name: z.string().min(1),
  label: Plain,
  label_position: z.enum(["top", "left"]),
  placeholder: Plain,
  default_value: z.string(),
  required: z.boolean(),
  width: z.string(),
  max_length: z.number().int().min(1).max(1000),
});
const Form = z.strictObject({
  tag: z.literal("form"),
  name: z.string().min(1),
  // No table and no form within a form.
  elements: z.array(z.discriminatedUnion("tag", [Input, Button])),
});
const Table = z.strictObject({
  tag: z.literal("table"),
  page_size: z.number().int().min(1).max(10),
  row_height: z.string(),
  freeze_first_column: z.boolean(),
  header_style: z.record(z.string(), z.unknown()),
  columns: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        display_name: z.string(),
        data_type: z.literal("text"),
        width: z.string(),
      }),
    )
    .max(50),
  rows: z.array(z.record(z.string(), z.string())),
});
const Div = z.strictObject({ tag: z.literal("div"), text: Plain });
const Markdown = z.strictObject({ tag: z.literal("markdown"), content: z.string() });
const CardJson = z.strictObject({
  schema: z.literal("2.0"),
  config: z.strictObject({
    update_multi: z.literal(true),
    enable_forward: z.boolean(),
    summary: z.strictObject({ content: z.string() }),
  }),
  body: z.strictObject({
    elements: z.array(z.discriminatedUnion("tag", [Div, Markdown, Button, Form, Table])).max(200),
  }),
});
export type CardJson = z.infer<typeof CardJson>;

/** null: the platform does not take it. */
export function readCard(content: unknown): CardJson | null {
  const card = CardJson.safeParse(content).data;
  if (card === undefined) return null;
  const { elements } = card.body;
  const names = elements.flatMap((element) =>
    element.tag === "form"
      ? [element.name, ...element.elements.map(({ name }) => name ?? "")]
      : element.tag === "button" && element.name !== undefined
        ? [element.name]
        : [],
  );
  const forms = elements.filter((element) => element.tag === "form");
  const submits = forms.every((form) =>
    form.elements.some((element) => element.tag === "button" && element.form_action_type === "submit"),
  );
  const tables = elements.filter((element) => element.tag === "table");
  if (names.includes("") || new Set(names).size < names.length || !submits || tables.length > 5) return null;
  return card;
}

/** Whom it pings. */
export const pingedBy = (card: CardJson): string[] =>
  card.body.elements.flatMap((element) =>
    element.tag === "markdown"
      ? [...element.content.matchAll(/<at id="?([^>"]*)/g)].map(([, id = ""]) => id)
      : [],
  );

/** What is read on it, what can be pressed and filled in. */
export function lookOf(card: CardJson): { text: string; choices: string[]; fields: string[]; live: boolean } {
  const { elements } = card.body;
  const text = elements.flatMap((element) => {
    if (element.tag === "div") return [element.text.content];
    if (element.tag !== "table") return [];
    const heads = element.columns.map((column) => column.display_name);
    return [heads, ...element.rows.map((row) => element.columns.map(({ name }) => row[name] ?? ""))].map(
      (cells) => cells.join(" "),
    );
  });
  const choices = elements.flatMap((element) => (element.tag === "button" ? [element.text.content] : []));
  const fields = elements.flatMap((element) =>
    element.tag === "form"
      ? element.elements.flatMap((one) => (one.tag === "input" ? [one.label.content] : []))
      : [],
  );
  return { text: text.join("\n"), choices, fields, live: choices.length + fields.length > 0 };
}

/** What the platform tells of a press; null: there is no such button or field. */
export function pressOf(
  card: CardJson,
  what: { choice: string } | { fields: Readonly<Record<string, string>> },
): Record<string, unknown> | null {
  const { elements } = card.body;
  if ("choice" in what) {
    const button = elements.find((one) => one.tag === "button" && one.text.content === what.choice);
    return button?.tag === "button"
      ? { tag: "button", timezone: "Asia/Shanghai", value: button.behaviors[0]?.value }
      : null;
  }
  const form = elements.find((one) => one.tag === "form");
  if (form?.tag !== "form") return null;
  const submit = form.elements.find((one) => one.tag === "button" && one.form_action_type === "submit");
  const inputs = form.elements.filter((one) => one.tag === "input");
  if (
    submit?.tag !== "button" ||
    Object.keys(what.fields).some((label) => !inputs.some((one) => one.label.content === label))
  )
    return null;
  const typed = inputs.map((one) => [one.name, what.fields[one.label.content] ?? one.default_value]);
  return {
    tag: "button",
    name: submit.name,
    timezone: "Asia/Shanghai",
    value: submit.behaviors[0]?.value,
    form_value: Object.fromEntries(typed) as Record<string, string>,
  };
}
