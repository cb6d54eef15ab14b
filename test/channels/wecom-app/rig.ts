import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelEvents, ChannelRim, Receipt } from "../../../src/channels/channel.ts";
import { callbackPath } from "../../../src/channels/wecom-app/callback.ts";
import { WecomApp, type AppSettings } from "../../../src/channels/wecom-app/channel.ts";
import { silent } from "../../../src/log.ts";
import { until, type Person, type Rig, type Shown } from "../../contracts/rig.ts";
import { WecomAppPlatform } from "../../fakes/wecomApp.ts";

export const people: readonly [Person, Person] = [
  { id: "zhang.li", name: "张丽" },
  { id: "WangQiang", name: "王强" },
];

export const settingsFor = ({ url, world }: WecomAppPlatform): AppSettings => ({
  ...world.account,
  base: url,
  host: "127.0.0.1",
  port: 0,
});

/** A channel that tells the platform where it listens, and the test what became of the last message. */
export class Watched extends WecomApp {
  receipt: Receipt | null = null;
  readonly #platform: WecomAppPlatform;

  constructor(platform: WecomAppPlatform, settings: AppSettings, rim: ChannelRim) {
    super(settings, rim);
    this.#platform = platform;
  }

  override async start(events: ChannelEvents): Promise<void> {
    await super.start({
      state: (state, detail) => events.state(state, detail),
      history: (conversation, limit) => events.history(conversation, limit),
      inbound: async (message) => {
        this.receipt = null;
        return (this.receipt = await events.inbound(message));
      },
    });
    this.#platform.callback = `http://127.0.0.1:${this.port}${callbackPath}`;
  }
}

/** The channel with its SDK, connected to WeCom in the small. */
export async function wecomAppRig(): Promise<Rig & { platform: WecomAppPlatform; folder: string }> {
  const platform = await WecomAppPlatform.open(people);
  // The suite decides when something is delivered again.
  platform.tries = 1;
  const folder = await mkdtemp(join(tmpdir(), "wecom-app-"));
  const rim: ChannelRim = { log: silent, now: () => platform.world.now(), folder };
  const port = await freePort();
  // A service in another process listens there; one in this process tells where.
  platform.callback = `http://127.0.0.1:${port}${callbackPath}`;
  let channel: Watched | null = null;
  const { faults, account, members } = platform.world;
  const open = (settings: AppSettings): Watched => (channel = new Watched(platform, settings, rim));

  const presses = async (from: Person, card: Shown & { type: "card" }, label: string): Promise<string> => {
    const before = platform.world.shown.length;
    const updates = (): number =>
      platform.world.asked.filter((path) => path.endsWith("update_template_card")).length;
    const updated = updates();
    await platform.presses(from, card.id, label);
    // What follows a press comes over the API, after the acknowledgement.
    if (channel?.receipt?.kind === "taken") await until(() => updates() > updated);
    if (channel?.receipt?.kind !== "refused") return "";
    await until(() => platform.world.shown.length > before);
    const said = platform.world.shown.at(-1);
    return said?.type === "text" ? said.text : "";
  };

  return {
    platform,
    folder,
    people,
    group: null,
    acknowledges: true,
    channel: () => open(settingsFor(platform)),
    values: {
      WECOM_CORP_ID: account.corp,
      WECOM_AGENT_ID: account.agent,
      WECOM_APP_SECRET: account.secret,
      WECOM_TOKEN: account.token,
      WECOM_AES_KEY: account.aesKey,
      WECOM_API_URL: platform.url,
      WECOM_CALLBACK_PORT: String(port),
    },
    strangerChannel: () => open({ ...settingsFor(platform), secret: "a-secret-of-somebody-else" }),
    says: ({ from, text, file, at }) =>
      file === undefined ? platform.says(from, text, at) : platform.sends(from, file, at),
    again: () => platform.again(),
    presses: (from, card, what) => {
      if (!("choice" in what)) throw new Error("cards of an app have no fields");
      return presses(from, card, what.choice);
    },
    shown: (conversation) => platform.shown(conversation),
    faults: {
      rateLimit: () => (faults.refuse = { path: "message/send", errcode: 45009 }),
      expireReplies: null,
      failUpload: () => (faults.refuse = { path: "media/upload", errcode: -1 }),
      hangUpload: () => (faults.hangUpload = true),
      expireFiles: () => platform.world.media.clear(),
      drop: null,
      silence: null,
      forge: async () => {
        const xml = "<xml><FromUserName>zhang.li</FromUserName></xml>";
        return (await platform.posts(xml, { keys: { ...account, token: "guessed" } })) === 403;
      },
      unknownEvent: async () => {
        const event = {
          FromUserName: "zhang.li",
          CreateTime: Math.floor(platform.world.now().getTime() / 1000),
        };
        await platform.delivers(people[0], { ...event, MsgType: "event", Event: "weather_changed" });
      },
      oversized: ({ from, file }) => {
        const bytes = new Uint8Array(21 * 1024 * 1024);
        return platform.sends(from, { name: file?.name ?? "大文件.zip", bytes });
      },
    },
    close: async () => {
      members.clear();
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
