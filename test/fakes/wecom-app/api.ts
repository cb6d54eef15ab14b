import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { z } from "zod";
import type { Shown } from "../../contracts/rig.ts";
import { newId, type World } from "./world.ts";

/** The API of WeCom: tokens, messages, media, cards. Refusals are errcodes in an answer of 200, as there. */

interface Call {
  world: World;
  query: URLSearchParams;
  body: Buffer;
  type: string;
}
type Answer = Record<string, unknown> | { file: { name: string; bytes: Uint8Array } };
const ok = { errcode: 0, errmsg: "ok" };
const refused = (errcode: number): Answer => ({ errcode, errmsg: "refused, more info at …" });

const Button = z.object({ text: z.string(), key: z.string(), style: z.number().optional() });
const Template = z.object({
  card_type: z.literal("button_interaction"),
  main_title: z.object({ title: z.string(), desc: z.string().default("") }).optional(),
  sub_title_text: z.string().optional(),
  task_id: z.string().optional(),
  button_list: z.array(Button).min(1).max(6),
  replace_text: z.string().optional(),
});
type Template = z.infer<typeof Template>;
const Message = z.object({
  touser: z.string().min(1),
  agentid: z.number(),
  msgtype: z.enum(["text", "template_card", "file"]),
  text: z.object({ content: z.string().min(1) }).optional(),
  template_card: Template.optional(),
  file: z.object({ media_id: z.string() }).optional(),
  enable_duplicate_check: z.union([z.literal(0), z.literal(1)]).default(0),
  duplicate_check_interval: z.number().max(14_400).default(1800),
});
type Content = Omit<z.infer<typeof Message>, "enable_duplicate_check" | "duplicate_check_interval">;
const Update = z.object({
  userids: z.array(z.string()).min(1),
  agentid: z.number(),
  response_code: z.string(),
  button: z.object({ replace_name: z.string() }).optional(),
  template_card: Template.optional(),
});

const longestText = 2048;
const largest = 20 * 1024 * 1024;
const perMinute = 30;

export async function serveApi(world: World): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    void (async () => {
      if (world.faults.down) return request.socket.destroy();
      const { pathname, searchParams: query } = new URL(request.url ?? "", "http://qyapi");
      if (!pathname.startsWith("/cgi-bin/")) return response.writeHead(404).end("<html>404 Not Found</html>");
      const path = pathname.replace("/cgi-bin/", "");
      world.asked.push(path);
      const call = { world, query, body: await bodyOf(request), type: request.headers["content-type"] ?? "" };
      const answer = await answerTo(path, call);
      if (answer === null || world.faults.down) return;
      if ("file" in answer && typeof answer.file === "object" && answer.file !== null) {
        const { name, bytes } = answer.file as { name: string; bytes: Uint8Array };
        const known = world.faults.plainNames
          ? `filename="${Buffer.from(name).toString("latin1")}"`
          : `filename*=utf-8''${encodeURIComponent(name)}`;
        response.setHeader("content-disposition", `attachment; ${known}`);
        response.setHeader("content-type", "application/octet-stream");
        // With a length beside it, Node would write the name in another encoding.
        response.write(bytes);
        return response.end();
      }
      response.setHeader("content-type", "application/json; charset=UTF-8");
      return response.end(JSON.stringify(answer));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}` };
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> =>
  Buffer.concat(await request.map((part: Buffer) => part).toArray());

/** null: no answer ever comes. */
async function answerTo(path: string, call: Call): Promise<Answer | null> {
  const { world, query } = call;
  const { refuse } = world.faults;
  if (refuse?.path === path) {
    refuse.times = (refuse.times ?? 1) - 1;
    if (refuse.times === 0) world.faults.refuse = null;
    return refused(refuse.errcode);
  }
  if (path === "gettoken") return tokenFor(call);
  const token = query.get("access_token") ?? "";
  if (token === "") return refused(41001);
  if (token !== world.token?.value) return refused(40014);
  if (world.token.until < world.now().getTime()) return refused(42001);
  switch (path) {
    case "agent/get":
      return query.get("agentid") === world.account.agent ? ok : refused(301002);
    case "message/send":
      return send(call);
    case "message/update_template_card":
      return update(call);
    case "media/upload":
      return await upload(call);
    case "media/get": {
      const file = world.media.get(query.get("media_id") ?? "");
      return file === undefined ? refused(40007) : { file };
    }
    default:
      return refused(-1);
  }
}

function tokenFor({ world, query }: Call): Answer {
  const { account, tokenLife } = world;
  if (query.get("corpid") !== account.corp) return refused(40013);
  if (query.get("corpsecret") !== account.secret) return refused(40001);
  const now = world.now().getTime();
  // Asked again within its time, the same token is given.
  if (world.token === null || world.token.until < now)
    world.token = { value: `token-${newId()}`, until: now + tokenLife * 1000 };
  const left = Math.floor((world.token.until - now) / 1000);
  return { ...ok, access_token: world.token.value, expires_in: left };
}

function send({ world, body }: Call): Answer | null {
  const parsed = Message.safeParse(JSON.parse(body.toString()));
  if (!parsed.success) return refused(40058);
  const { enable_duplicate_check, duplicate_check_interval, ...content } = parsed.data;
  const { touser, agentid } = content;
  if (String(agentid) !== world.account.agent) return refused(301002);
  if (world.left.has(touser)) return { ...ok, invaliduser: touser.toLowerCase(), msgid: "" };
  if (!world.members.has(touser)) return refused(81013);
  const now = world.now().getTime();
  const same = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const before = world.contents.get(same);
  if (
    enable_duplicate_check === 1 &&
    before !== undefined &&
    before.at + duplicate_check_interval * 1000 > now
  )
    return { ...ok, msgid: before.id };
  const shown = showing(world, content);
  if (typeof shown === "number") return refused(shown);
  const id = newId();
  world.contents.set(same, { at: now, id });
  // What is too much for one member is taken and not shown.
  if (tooMany(world, touser, now)) return { ...ok, msgid: id };
  world.shown.push(shown);
  if (world.faults.loseAnswer) {
    world.faults.loseAnswer = false;
    return null;
  }
  if (world.faults.bareAnswers) return { errcode: 0, invaliduser: null };
  const code = shown.type === "card" ? { response_code: codeFor(world, shown.id) } : {};
  return { ...ok, invaliduser: "", msgid: id, ...code };
}

const sentAt = new WeakMap<World, Map<string, number[]>>();
function tooMany(world: World, person: string, now: number): boolean {
  const times = sentAt.get(world) ?? new Map<string, number[]>();
  sentAt.set(world, times);
  const recent = [...(times.get(person) ?? []), now].filter((at) => at > now - 60_000);
  times.set(person, recent);
  return recent.length > perMinute;
}

/** What a message looks like to its receiver, or the code of its refusal. */
function showing(world: World, content: Content): Shown | number {
  const conversation = { kind: "direct" as const, id: content.touser };
  const { text, template_card: card, file } = content;
  if (text !== undefined) return { conversation, type: "text", text: unmarked(cut(text.content)) };
  if (file !== undefined) {
    const media = world.media.get(file.media_id);
    return media === undefined ? 40007 : { conversation, type: "file", ...media };
  }
  const id = card?.task_id ?? "";
  if (card === undefined || !/^[\w@-]{1,128}$/.test(id)) return 40058;
  if (world.tasks.has(id) || wordsOf(card) === "") return 40058;
  world.tasks.set(id, card.button_list);
  const choices = card.button_list.map((button) => button.text);
  return { conversation, type: "card", id, text: wordsOf(card), choices, fields: [], live: true };
}

const wordsOf = ({ main_title, sub_title_text }: Template): string =>
  [main_title?.title, main_title?.desc, sub_title_text]
    .filter((part) => part !== undefined && part !== "")
    .join("\n");

/** Links are the one markup of a text. */
const unmarked = (text: string): string => text.replace(/<a\s[^>]*>(.*?)<\/a>/gis, "$1");

const cut = (text: string): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, longestText), { stream: true });

/** A code with which the card of a task may be changed, once. */
export function codeFor(world: World, task: string): string {
  const code = newId();
  world.codes.set(code, task);
  return code;
}

function update({ world, body }: Call): Answer {
  const parsed = Update.safeParse(JSON.parse(body.toString()));
  if (!parsed.success) return refused(40058);
  const { response_code, button, template_card: card, userids } = parsed.data;
  const task = world.codes.get(response_code);
  world.codes.delete(response_code);
  const at = world.shown.findIndex((one) => one.type === "card" && one.id === task);
  const old = world.shown[at];
  if (old?.type !== "card" || !userids.includes(old.conversation.id)) return refused(40058);
  if (card !== undefined)
    world.shown[at] = { ...old, text: wordsOf(card), choices: [], live: card.replace_text === undefined };
  else if (button !== undefined) world.shown[at] = { ...old, choices: [button.replace_name], live: false };
  return ok;
}

async function upload({ world, body, type }: Call): Promise<Answer | null> {
  if (world.faults.hangUpload) {
    world.faults.hangUpload = false;
    return null;
  }
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const file = form.get("media");
  if (file === null || typeof file === "string") return refused(44001);
  if (file.size <= 5) return refused(40006);
  if (file.size > largest) return refused(45001);
  const media_id = newId();
  world.media.set(media_id, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  return { ...ok, type: "file", media_id, created_at: String(Math.floor(world.now().getTime() / 1000)) };
}
