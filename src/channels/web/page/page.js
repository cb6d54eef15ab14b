import { byId, kept, newId } from "./dom.js";
import { arrived, clear, fail, isEmpty, pend, quiet, show, waitOn } from "./log.js";
import { Outbox } from "./outbox.js";
import { listen } from "./wire.js";

const largestFile = 30 * 1024 * 1024;
const words = byId("words");
const notice = byId("notice");
const state = byId("state");
const greeting = byId("greeting");

/** Back to the input; not where that would raise a keyboard over the answer. */
const touch = matchMedia("(pointer: coarse)").matches;
const focusWords = () => touch || words.focus({ preventScroll: true });
const outbox = new Outbox({
  arrived,
  failed: (message, why) => fail(message, why, putBack),
});

function say(text, file) {
  if (text.trim() === "" && file === undefined) return;
  greeting.hidden = true;
  const message = { id: newId(), text, file };
  pend({ ...message, name: file?.name });
  if (file !== undefined && file.size > largestFile)
    return fail(message, "文件超过30MB，太大了，年报不会这么大，请核对是不是发错了。", putBack);
  outbox.add(message);
}

/** Words that could not be sent: to be changed, with what is being written after them. */
function putBack(text) {
  words.value = [text, words.value].filter((part) => part !== "").join("\n");
  draft();
  words.focus();
}

/** The input is as high as its words, and remembers them. */
function draft() {
  kept.put("draft", words.value === "" ? null : words.value);
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight + 2}px`;
}

function sendDraft() {
  const text = words.value.trim();
  words.value = "";
  draft();
  say(text);
  focusWords();
}

function sendFiles(files) {
  for (const file of files) say("", file);
  focusWords();
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendDraft();
});
words.addEventListener("input", draft);
words.addEventListener("keydown", (event) => {
  // While a word is being composed, Enter belongs to the input method (keyCode 229: in Safari, also just after).
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  sendDraft();
});
for (const button of document.querySelectorAll("[data-says]"))
  button.addEventListener("click", () => {
    say(button.dataset.says);
    focusWords();
  });
byId("skip").addEventListener("click", (event) => {
  // The fragment is the token: it must stay.
  event.preventDefault();
  words.focus();
});

const files = byId("files");
byId("attach").addEventListener("click", () => files.click());
files.addEventListener("change", () => {
  sendFiles([...files.files]);
  files.value = "";
});
words.addEventListener("paste", (event) => {
  if (event.clipboardData.files.length === 0) return;
  event.preventDefault();
  sendFiles([...event.clipboardData.files]);
});
let dragging = 0;
const drag = (count) => {
  dragging = count;
  document.body.classList.toggle("dragging", dragging > 0);
};
const withFiles = (event) => event.dataTransfer.types.includes("Files");
document.addEventListener("dragenter", (event) => withFiles(event) && drag(dragging + 1));
document.addEventListener("dragleave", (event) => withFiles(event) && drag(Math.max(0, dragging - 1)));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drag(0);
  sendFiles([...event.dataTransfer.files]);
});

const says = {
  here: { state: "已连接", notice: "" },
  away: { state: "正在重新连接…", notice: "正在重新连接…您写的话都留着，连上后自动发出。" },
  refused: {
    state: "没有连上",
    notice: "链接不完整或已经换了，请用启动时窗口里显示的整条链接打开。",
  },
};

quiet(true);
listen({
  state(now) {
    state.textContent = says[now].state;
    document.body.dataset.state = now;
    if (notice.textContent !== says[now].notice) notice.textContent = says[now].notice;
    if (now === "here") void outbox.flush();
  },
  told(event, data) {
    if (event === "line") show(data, focusWords);
    else if (event === "progress") waitOn(data.text);
    else if (event === "fresh") {
      quiet(true);
      clear(focusWords);
    } else if (event === "ready") {
      greeting.hidden = !isEmpty();
      quiet(false);
    }
  },
});

words.value = kept.get("draft") ?? "";
draft();
for (const message of outbox.waiting) pend(message);
focusWords();
