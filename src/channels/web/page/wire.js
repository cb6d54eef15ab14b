import { patience } from "./dom.js";

/** The way to the server. EventSource can send no token, so the events are read from a fetch. */

/** The server breathes every 15 s; longer silence is a dead connection. */
const silenceMs = 40_000;
/** Browsers open few connections to one address: a page that nobody sees gives its own back. */
const hiddenMs = 30_000;
const slowest = 8000;

const token = () => location.hash.slice(1);
const headers = (more = {}) => ({ Authorization: `Bearer ${token()}`, ...more });

/** Resolves with status and answer; rejects when the server cannot be reached. */
export async function post(path, body, ms = 30_000) {
  const form = body instanceof FormData;
  const { signal, done } = patience(ms);
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: headers(form ? {} : { "Content-Type": "application/json" }),
      body: form ? body : JSON.stringify(body),
      signal,
    });
    return { status: response.status, answer: await response.json() };
  } finally {
    done();
  }
}

/** A file of the talk; rejects with a sentence. */
export async function download(key) {
  const response = await fetch(`/files/${encodeURIComponent(key)}`, { headers: headers() });
  if (!response.ok) throw new Error((await response.json()).error);
  return await response.blob();
}

/**
 * Listens for ever, and goes on after a break where it stopped. `told(event, data)` for each event;
 * `state` is "here", "away" or "refused".
 */
export function listen({ told, state }) {
  let mark = "";
  let tries = 0;
  let connection = null;
  let wake = () => {};

  async function once() {
    const controller = new AbortController();
    connection = controller;
    let timer = setTimeout(() => controller.abort(), silenceMs);
    try {
      const more = mark === "" ? {} : { "Last-Event-ID": mark };
      const response = await fetch("/events", { headers: headers(more), signal: controller.signal });
      if (response.status === 403) return "refused";
      if (!response.ok) return "away";
      state("here");
      tries = 0;
      for await (const event of eventsOf(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => controller.abort(), silenceMs);
        if (event.id !== undefined) mark = event.id;
        if (event.data !== undefined) told(event.event, JSON.parse(event.data));
      }
    } catch {
      // Broken off: below it begins anew.
    } finally {
      clearTimeout(timer);
    }
    return "away";
  }

  async function forever() {
    for (;;) {
      if (!document.hidden) {
        const end = await once();
        if (!document.hidden) state(end);
        if (end === "refused") tries = 5;
      }
      tries += 1;
      const pause = Math.min(slowest, 250 * 2 ** tries);
      await new Promise((resolve) => {
        wake = resolve;
        if (!document.hidden) setTimeout(resolve, pause);
      });
    }
  }

  let leaving;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(() => connection?.abort(), hiddenMs);
    else wake();
  });
  window.addEventListener("online", () => wake());
  window.addEventListener("hashchange", () => {
    mark = "";
    connection?.abort();
    wake();
  });
  void forever();
}

/** Events of a stream as {event, id, data}; a breath is {}. */
async function* eventsOf(body) {
  let rest = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = block.split("\n").map((line) => line.split(/: ?(.*)/s));
      yield Object.fromEntries(fields.filter(([name]) => name !== ""));
    }
  }
}
