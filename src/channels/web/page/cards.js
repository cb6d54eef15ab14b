import { el, kept, newId } from "./dom.js";
import { post } from "./wire.js";

/** Something to press, to fill in or to look at. `pressed` is called when it was taken. */
export function cardOf(card, pressed) {
  const said = el("p", { class: "card-said", role: "status" });
  const press = presser(card, said, pressed);
  const parts = [el("p", { class: "words", id: `card-${card.id}` }, card.text)];
  if (card.table !== undefined) parts.push(tableOf(card.table, card.text));
  if (card.choices !== undefined) parts.push(choicesOf(card, press));
  if (card.fields !== undefined) parts.push(formOf(card, press));
  return el("div", { class: "card" }, ...parts, said);
}

/** From now on there is nothing to press on it; a form goes, its question stays. */
export function close(element) {
  for (const button of element.querySelectorAll(".choices button")) button.disabled = true;
  element.querySelector(".fields")?.remove();
}

const choicesOf = (card, press) =>
  el(
    "div",
    { class: "choices", role: "group", "aria-labelledby": `card-${card.id}` },
    ...card.choices.map(({ id, label }) =>
      el("button", { type: "button", onclick: (event) => press({ choice: id }, event.currentTarget) }, label),
    ),
  );

/** What was typed and not sent off stays: over a reload, and where the next form asks the same and knows nothing. */
const typedIn = {
  value: (card, { id, value }) =>
    kept.get(`form ${card.id}`)?.[id] ?? (value === "" ? kept.get("typed")?.[id] : undefined) ?? value,
  keep(card, values) {
    kept.put(`form ${card.id}`, values);
    kept.put("typed", values === null ? null : { ...kept.get("typed"), ...values });
  },
};

function formOf(card, press) {
  const rows = card.fields.map((field, index) => {
    const { id, label } = field;
    const name = `${card.id}-${index}`;
    return el(
      "div",
      { class: "field" },
      el("label", { for: name }, label),
      el("input", {
        id: name,
        name: id,
        type: "text",
        inputmode: "decimal",
        value: typedIn.value(card, field),
        maxlength: "1000",
      }),
    );
  });
  const values = (form) => Object.fromEntries([...new FormData(form)].map(([id, value]) => [id, value]));
  return el(
    "form",
    {
      class: "fields",
      "aria-labelledby": `card-${card.id}`,
      autocomplete: "off",
      oninput: (event) => typedIn.keep(card, values(event.currentTarget)),
      onsubmit: (event) => {
        event.preventDefault();
        void press({ fields: values(event.currentTarget) }, event.currentTarget.querySelector("button"));
      },
    },
    el("div", { class: "grid" }, ...rows),
    el("button", { type: "submit", class: "main" }, "提交"),
  );
}

/** Sends a press once; the same press under the same name when it has to be repeated. */
function presser(card, said, pressed) {
  const names = new Map();
  return async (what, button) => {
    const content = JSON.stringify(what);
    const id = names.get(content) ?? newId();
    names.set(content, id);
    const element = said.parentElement;
    const controls = [...element.querySelectorAll("button, input")].filter((control) => !control.disabled);
    for (const control of controls) control.disabled = true;
    said.textContent = "正在提交…";
    const { status, answer } = await post("/actions", { id, card: card.id, ...what }).catch(() => ({
      status: 0,
      answer: {},
    }));
    if (status === 200 && answer.kind !== "refused") {
      typedIn.keep(card, null);
      if (said.isConnected) said.textContent = answer.kind === "known" ? "这一项已经处理过了。" : "已提交。";
      pressed();
      return;
    }
    said.textContent = answer.why ?? answer.error ?? "没有连上，请再按一次。";
    for (const control of controls) control.disabled = false;
    button?.focus();
  };
}

/** A table with header cells; a wide one scrolls by itself, also by keyboard. */
export function tableOf({ columns, rows }, name) {
  const isNumber = (text) => /^[-\d.,，／/—]*(?:件|万元)?$/.test(text);
  const numeric = columns.map((_, index) => index > 0 && rows.every((row) => isNumber(row[index] ?? "")));
  const align = (index) => (numeric[index] ? "number" : undefined);
  const head = el(
    "tr",
    {},
    ...columns.map((column, index) => el("th", { scope: "col", class: align(index) }, column)),
  );
  const body = rows.map((row) =>
    el(
      "tr",
      {},
      ...row.map((text, index) =>
        index === 0 ? el("th", { scope: "row" }, text) : el("td", { class: align(index) }, text),
      ),
    ),
  );
  return el(
    "div",
    { class: "table", tabindex: "0", role: "region", "aria-label": `表格：${name.split("\n")[0]}` },
    el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)),
  );
}
