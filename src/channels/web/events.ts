import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Lines, Told } from "./lines.ts";

/** A page that hears nothing for longer than twice this takes the connection for dead. */
const breathMs = 15_000;
/** A page that takes nothing in is let go; it comes back where it stopped. */
const mostWaiting = 1000;

/** What happened after the page's last mark, then `ready`, then whatever comes, until one of both leaves. */
export function tellEvents(c: Context, lines: Lines): Response {
  return streamSSE(c, async (stream) => {
    const waiting: (Told | { event: "ready" })[] = [...lines.after(c.req.header("last-event-id"))];
    waiting.push({ event: "ready" });
    if (lines.progress !== "") waiting.push({ event: "progress", text: lines.progress });
    let over = false;
    let wake = (): void => undefined;
    const stop = lines.listen((told) => {
      if (waiting.length < mostWaiting) waiting.push(told);
      wake();
    });
    stream.onAbort(() => {
      over = true;
      wake();
    });
    try {
      while (!over && waiting.length < mostWaiting) {
        const told = waiting.shift();
        if (told === undefined) {
          const quiet = await new Promise<boolean>((resolve) => {
            const timer = setTimeout(() => resolve(true), breathMs);
            wake = () => (clearTimeout(timer), resolve(false));
          });
          if (quiet) await stream.write(": \n\n");
        } else if (told.event === "end") return;
        else await stream.writeSSE(wire(told));
      }
    } finally {
      stop();
    }
  });
}

function wire(told: Exclude<Told, { event: "end" }> | { event: "ready" }): {
  event: string;
  data: string;
  id?: string;
} {
  switch (told.event) {
    case "line":
      return { event: "line", id: told.mark, data: JSON.stringify(told.line) };
    case "progress":
      return { event: "progress", data: JSON.stringify({ text: told.text }) };
    default:
      return { event: told.event, data: "{}" };
  }
}
