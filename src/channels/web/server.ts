import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Hono, type Context, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Log } from "../../log.ts";
import type { Receipt } from "../channel.ts";
import { tellEvents } from "./events.ts";
import { local, sealed, withToken } from "./guard.ts";
import type { Lines } from "./lines.ts";

export const largestFile = 30 * 1024 * 1024;
const largestWords = 256 * 1024;
/** The page sends one after another; more at the same time would only fill the memory. */
const mostAtOnce = 4;

/** The page's own name for what it sends: the same for each attempt. */
const Id = z.string().regex(/^[\w-]{8,64}$/);
const Words = z.object({ id: Id, text: z.string() });
const Press = z
  .object({
    id: Id,
    card: z.string().min(1).max(200),
    choice: z.string().max(200).optional(),
    fields: z.record(z.string().max(200), z.string().max(1000)).optional(),
  })
  .refine(({ choice, fields }) => (choice === undefined) !== (fields === undefined));
export type Press = z.infer<typeof Press>;

/** What a person says on the page. */
export interface Said {
  id: string;
  text: string;
  file?: { name: string; bytes: Uint8Array };
}

/** What the routes need of the channel. `say` and `press` reject when nothing could be stored. */
export interface Desk {
  token: string;
  log: Log;
  lines: Lines;
  say(said: Said): Promise<Receipt>;
  press(press: Press): Promise<Receipt>;
  file(key: string): Promise<{ name: string; bytes: Uint8Array } | undefined>;
}

const says = {
  tooLarge: "文件超过30MB，太大了，年报不会这么大，请核对是不是发错了。",
  tooLong: "这段话太长了，请分几次说。",
  unclear: "这条消息没有看懂，请刷新页面再试。",
  empty: "没有内容，请写一点再发。",
  notStored: "暂时没有存下来，请稍后再试。",
  busy: "正在收别的文件，请稍后再试。",
  noFile: "这个文件已经不在了，请再生成一次。",
  noPage: "没有这个页面。",
  fault: "刚才没有办成，请稍后再试。",
} as const;
const refuse = (c: Context, status: 400 | 404 | 413 | 500 | 503, error: string) => c.json({ error }, status);

/** The page and its four addresses. */
export function routes(desk: Desk): Hono {
  const { log, token } = desk;
  const app = new Hono();
  app.use(sealed, local(log));
  for (const [path, { file, type }] of Object.entries(page))
    app.get(path, async (c) =>
      c.body(await readFile(join(import.meta.dirname, "page", file)), 200, { "Content-Type": type }),
    );

  app.use(withToken(token, log));
  app.get("/events", (c) => tellEvents(c, desk.lines));
  app.get("/files/:key", async (c) => {
    const file = await desk.file(c.req.param("key"));
    if (file === undefined) return refuse(c, 404, says.noFile);
    return c.body(Buffer.from(file.bytes), 200, {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": attachment(file.name),
    });
  });
  app.post("/messages", fewAtOnce(), limited(largestFile + largestWords, says.tooLarge), async (c) => {
    const said: Said | null = /^multipart\/form-data/i.test(c.req.header("content-type") ?? "")
      ? await saidWithFile(c)
      : await parsed(c, Words);
    if (said === null) return refuse(c, 400, says.unclear);
    if (said.file !== undefined && said.file.bytes.length > largestFile) return refuse(c, 413, says.tooLarge);
    if (said.text.length > largestWords) return refuse(c, 413, says.tooLong);
    if (said.text.trim() === "" && said.file === undefined) return refuse(c, 400, says.empty);
    return await answered(c, desk, () => desk.say(said));
  });
  app.post("/actions", limited(largestWords, says.tooLong), async (c) => {
    const press = await parsed(c, Press);
    if (press === null) return refuse(c, 400, says.unclear);
    return await answered(c, desk, () => desk.press(press));
  });

  app.notFound((c) => refuse(c, 404, says.noPage));
  app.onError((error, c) => {
    log.error("web-fault", { kind: error.name });
    return refuse(c, 500, says.fault);
  });
  return app;
}

/** What is served from the folder `page`; nothing else of the disk is. */
const script = "text/javascript; charset=utf-8";
const page: Readonly<Record<string, { file: string; type: string }>> = {
  "/": { file: "page.html", type: "text/html; charset=utf-8" },
  "/page.css": { file: "page.css", type: "text/css; charset=utf-8" },
  "/talk.css": { file: "talk.css", type: "text/css; charset=utf-8" },
  "/icon.svg": { file: "icon.svg", type: "image/svg+xml" },
  "/old.js": { file: "old.js", type: script },
  "/page.js": { file: "page.js", type: script },
  "/dom.js": { file: "dom.js", type: script },
  "/wire.js": { file: "wire.js", type: script },
  "/outbox.js": { file: "outbox.js", type: script },
  "/log.js": { file: "log.js", type: script },
  "/cards.js": { file: "cards.js", type: script },
};

const limited = (maxSize: number, why: string) => bodyLimit({ maxSize, onError: (c) => refuse(c, 413, why) });

function fewAtOnce(): MiddlewareHandler {
  let count = 0;
  return async (c, next) => {
    if (count >= mostAtOnce) return refuse(c, 503, says.busy);
    count += 1;
    try {
      await next();
    } finally {
      count -= 1;
    }
  };
}

/** The answer to the page is the receipt, at once; the talk's own answer comes as an event. */
async function answered(c: Context, { log }: Desk, work: () => Promise<Receipt>): Promise<Response> {
  try {
    return c.json(await work());
  } catch (error) {
    log.warn("web-not-stored", { kind: error instanceof Error ? error.name : "unknown" });
    return refuse(c, 503, says.notStored);
  }
}

async function parsed<T>(c: Context, shape: z.ZodType<T>): Promise<T | null> {
  const body: unknown = await c.req.json().catch(() => null);
  const { data } = shape.safeParse(body);
  return data ?? null;
}

async function saidWithFile(c: Context): Promise<Said | null> {
  const form = await c.req.formData().catch(() => null);
  const words = Words.safeParse({ id: form?.get("id"), text: form?.get("text") ?? "" });
  const file = form?.get("file");
  if (!words.success || !(file instanceof File)) return null;
  const name = file.name.slice(0, 200);
  return { ...words.data, file: { name, bytes: new Uint8Array(await file.arrayBuffer()) } };
}

/** A name in Chinese as RFC 5987 wants it, and a plain one for those who cannot read that. */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const ending = /\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? "";
  return `attachment; filename="file${ending}"; filename*=UTF-8''${encoded}`;
}
