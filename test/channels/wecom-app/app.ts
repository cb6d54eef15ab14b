import {
  Inbound,
  type ChannelEvents,
  type ChannelState,
  type Receipt,
  type SendOptions,
} from "../../../src/channels/channel.ts";
import type { AppSettings, WecomApp } from "../../../src/channels/wecom-app/channel.ts";
import type { Log } from "../../../src/log.ts";
import type { Person } from "../../contracts/rig.ts";
import type { WecomAppPlatform } from "../../fakes/wecomApp.ts";
import { people, settingsFor, Watched, wecomAppRig } from "./rig.ts";

/** A started channel with its platform, and everything that came of it. */
export class App {
  readonly platform: WecomAppPlatform;
  readonly person: Person = people[0];
  channel: WecomApp;
  readonly seen: Inbound[] = [];
  readonly states: ChannelState[] = [];
  /** The log, a line of JSON each. */
  readonly lines: string[] = [];
  receive: (message: Inbound) => Promise<Receipt> = () => Promise.resolve({ kind: "taken" });
  readonly #open: (settings: AppSettings) => WecomApp;
  readonly #end: () => Promise<void>;
  readonly folder: string;

  private constructor(rig: Awaited<ReturnType<typeof wecomAppRig>>) {
    this.platform = rig.platform;
    this.#end = () => rig.close();
    this.folder = rig.folder;
    const log = logInto(this.lines);
    const now = (): Date => this.platform.world.now();
    this.#open = (settings) => new Watched(this.platform, settings, { log, now, folder: this.folder });
    this.channel = this.#open(settingsFor(this.platform));
  }

  static async open(): Promise<App> {
    const app = new App(await wecomAppRig());
    await app.channel.start(app.events);
    return app;
  }

  readonly events: ChannelEvents = {
    inbound: (message) => {
      this.seen.push(Inbound.parse(message));
      return this.receive(message);
    },
    state: (state) => void this.states.push(state),
    history: () => Promise.resolve([]),
  };

  /** Another channel, not started. */
  another(settings: Partial<AppSettings> = {}): WecomApp {
    return this.#open({ ...settingsFor(this.platform), ...settings });
  }

  /** Another channel in the place of this one, as after a restart. */
  async restart(settings: Partial<AppSettings> = {}): Promise<void> {
    await this.channel.stop();
    this.channel = this.another(settings);
    await this.channel.start(this.events);
  }

  get chat() {
    return { kind: "direct" as const, id: this.person.id };
  }

  get shown() {
    return this.platform.shown(this.chat);
  }

  get texts(): string[] {
    return this.shown.flatMap((one) => (one.type === "text" ? [one.text] : []));
  }

  /** How often a path of the API was asked. */
  asked(path: string): number {
    return this.platform.world.asked.filter((one) => one === path).length;
  }

  send(
    message: Parameters<WecomApp["send"]>[1],
    options: Partial<SendOptions> = {},
  ): Promise<{ id: string }> {
    const signal = AbortSignal.timeout(30_000);
    return this.channel.send(this.chat, message, { key: "key-1", again: false, signal, ...options });
  }

  say(text: string, options: Partial<SendOptions> = {}): Promise<{ id: string }> {
    return this.send({ type: "text", text }, options);
  }

  async close(): Promise<void> {
    await this.channel.stop();
    await this.#end();
  }
}

const logInto = (lines: string[]): Log => {
  const line =
    (level: string): Log["info"] =>
    (event, fields) =>
      void lines.push(JSON.stringify({ level, event, ...fields }));
  return { info: line("info"), warn: line("warn"), error: line("error") };
};
