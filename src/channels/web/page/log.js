import { byId, el, unseen } from "./dom.js";
import { cardOf, close } from "./cards.js";
import { download } from "./wire.js";

const talk = byId("talk");
const lines = byId("lines");
const progress = byId("progress");
const below = byId("below");
/** What is shown, by key: the element, and the line as it came. */
const shown = new Map();
/** Whether new lines come into view by themselves: until somebody scrolls up. */
let follows = true;

/** A line of the talk: new, or another state of one that is shown. */
export function show(line, focusWords) {
  const content = JSON.stringify(line);
  const before = shown.get(line.key);
  if (before?.content === content) return;
  if ("said" in line) return settle(said(line, before, content));
  progress.textContent = "";
  const wide = line.sent.type === "card" && line.sent.card.table !== undefined ? " wide" : "";
  const element = el(
    "article",
    { class: `line sent${wide}` },
    unseen("年报助手："),
    sentOf(line, focusWords),
  );
  if (line.sent.type === "card" && line.sent.card.fields !== undefined) closeAll(".fields", focusWords);
  const held = before !== undefined && before.element.contains(document.activeElement);
  if (before === undefined) append(element);
  else before.element.replaceWith(element);
  shown.set(line.key, { element, content });
  if (held) focusWords();
  settle();
}

/** Words on their way; the same key comes back as a line when they have arrived. */
export function pend({ id, text, name }) {
  if (shown.has(id)) return;
  const words = [text, name === undefined ? "" : `文件：${name}`].filter((part) => part !== "").join("\n");
  const note = el("p", { class: "note" }, "正在发送…");
  const element = bubble(words);
  element.classList.add("pending");
  element.append(note);
  lines.append(element);
  shown.set(id, { element, content: "", note });
  follows = true;
  settle();
}

/** The server has them; its line with the same key changes nothing any more. */
export function arrived(id) {
  const { element, note } = shown.get(id) ?? {};
  note?.remove();
  element?.classList.remove("pending", "kept");
}

/** Words that will never arrive, and why; `back` puts them into the input again. */
export function fail({ id, text }, why, back) {
  const { element, note } = shown.get(id) ?? {};
  if (element === undefined) return;
  element.classList.replace("pending", "failed");
  note.replaceChildren(`没有发出：${why}`);
  note.setAttribute("role", "alert");
  if (text !== "")
    note.append(" ", el("button", { type: "button", onclick: () => back(text) }, "放回输入框"));
  settle();
}

export function waitOn(text) {
  progress.textContent = text;
  settle();
}

/** Forgets what is shown, but not what has not arrived: the server tells everything anew. */
export function clear(focusWords) {
  if (lines.contains(document.activeElement)) focusWords();
  for (const [key, { element }] of shown) {
    if (element.matches(".pending, .failed")) element.classList.add("kept");
    else {
      element.remove();
      shown.delete(key);
    }
  }
  follows = true;
}

/** While the old lines come in, nothing is read aloud. */
export function quiet(isQuiet) {
  if (!isQuiet) for (const element of lines.querySelectorAll(".kept")) element.classList.remove("kept");
  lines.setAttribute("aria-busy", String(isQuiet));
  lines.setAttribute("aria-live", isQuiet ? "off" : "polite");
  if (!isQuiet) settle();
}

export const isEmpty = () => shown.size === 0;

function said({ key, said: words }, before, content) {
  const element = before?.element ?? bubble(words);
  before?.note?.remove();
  element.classList.remove("pending", "failed", "kept");
  if (before === undefined) append(element);
  shown.set(key, { element, content });
  closeAll(".choices");
}

/** Behind everything that has arrived. */
function append(element) {
  lines.insertBefore(element, lines.querySelector(".pending, .kept"));
}

const bubble = (words) =>
  el("article", { class: "line said" }, unseen("您："), el("p", { class: "words" }, words));

function sentOf({ key, sent }, focusWords) {
  switch (sent.type) {
    case "text":
      return el("p", { class: "words" }, sent.text);
    case "card":
      return cardOf(sent.card, focusWords);
    default:
      return fileOf(key, sent);
  }
}

/** Cards that something newer has put out of use. */
function closeAll(selector, focusWords) {
  for (const old of lines.querySelectorAll(selector)) {
    if (old.contains(document.activeElement)) focusWords?.();
    close(old.parentElement);
  }
}

function fileOf(key, { name, size }) {
  const note = el("p", { class: "note", role: "status" });
  const button = el("button", { type: "button", class: "main", "aria-label": `下载 ${name}` }, "下载");
  button.addEventListener("click", async () => {
    note.textContent = "正在下载…";
    try {
      const url = URL.createObjectURL(await download(key));
      el("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      note.textContent = "已下载，请到浏览器的下载文件夹里看。";
    } catch (error) {
      note.textContent = error instanceof TypeError ? "没有连上，请再按一次。" : error.message;
    }
  });
  const icon = fileIcon();
  return el(
    "div",
    { class: "file" },
    icon,
    el("p", { class: "file-name" }, name, el("span", { class: "size" }, sizeOf(size))),
    button,
    note,
  );
}

function fileIcon() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M14 3H6v18h12V7zM14 3v4h4M9 12h6M9 15h6M9 18h4");
  svg.append(path);
  return svg;
}

const sizeOf = (bytes) =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))}KB`
    : `${(bytes / 1024 / 1024).toFixed(1)}MB`;

/** Shows what is new, but not past the beginning of the answer: it is read from there. */
function settle() {
  if (lines.getAttribute("aria-busy") === "true") return;
  if (follows) {
    const own = [...lines.querySelectorAll(".said")].pop();
    const bottom = talk.scrollHeight - talk.clientHeight;
    talk.scrollTop = own === undefined ? bottom : Math.min(bottom, own.offsetTop - talk.offsetTop - 12);
  }
  look();
}

function look() {
  below.hidden = talk.scrollHeight - talk.clientHeight - talk.scrollTop < 60;
}

let last = 0;
talk.addEventListener("scroll", () => {
  if (talk.scrollTop < last - 4) follows = false;
  last = talk.scrollTop;
  look();
  if (below.hidden) follows = true;
});
below.addEventListener("click", () => {
  talk.scrollTop += talk.clientHeight * 0.85;
  talk.focus({ preventScroll: true });
});
new ResizeObserver(settle).observe(talk);
