import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Channel, ChannelState } from "../channels/channel.ts";
import { channels } from "../channels/index.ts";
import { readSafely } from "../checking/pool.ts";
import { channelConfig, ownSettings, ratesIn, retentionIn, secretsIn, valuesOf } from "../config.ts";
import { Access } from "../dispatch/access.ts";
import { Strangers } from "../dispatch/access/strangers.ts";
import { Dispatch } from "../dispatch/dispatch.ts";
import { PressRoom } from "../dispatch/pressRoom.ts";
import { Retention } from "../dispatch/retention.ts";
import { OutsideError } from "../errors.ts";
import { counted } from "../llm/counted.ts";
import { cleaner, openLog, type Log } from "../log.ts";
import { silentMeter } from "../meter.ts";
import type { Operations } from "../operating/operations.ts";
import type { Watched } from "../operating/readiness.ts";
import type { MailStore } from "../store/mail.ts";
import { lineOf } from "../store/trail.ts";
import { modelFor } from "./model.ts";
import { openHouse } from "./openHouse.ts";
import { patiently } from "./patiently.ts";
import { version } from "./version.ts";
import { fail, type Command, type Rim } from "./command.ts";
import { sealFrom } from "./sealFrom.ts";

const states: Readonly<Partial<Record<ChannelState, string>>> = {
  connecting: "正在连接……",
  standby: "另一个年报助手连着它，这里候补。",
  ready: "连上了。",
  reconnecting: "断开了，正在重新连接……",
};

/** How long the channels may take before the link is shown, in ms. */
const patienceMs = 3000;

const wording = {
  open: (link: string): string =>
    `年报助手开着。请在浏览器里打开：\n${link}\n按 Ctrl+C 停下；说过的都会保存。\n`,
};

export const serve: Command = {
  usage: "serve [--data 文件夹]",
  does: "打开本机的网页，并连上 .env 里设好的企业微信、飞书等",
  async run(args, rim) {
    const { values } = parseArgs({ args, options: { data: { type: "string" } } });
    const own = valuesOf(ownSettings, rim.environment);
    const data = resolve(rim.folder, values.data ?? own["NIANBAO_DATA"] ?? "data");
    const log = logFor(rim);
    const now = () => rim.now();
    const asked = rim.asked();
    const operations = await watching(own["NIANBAO_OPS_ADDRESS"], log);
    const meter = operations?.meter ?? silentMeter;
    const named = own["NIANBAO_ACCESS"];
    const file = named === undefined ? {} : { file: resolve(rim.folder, named) };
    const access = new Access({ ...file, now, log });
    const house = openHouse(rim, data, log);
    const store = await patiently(() => house.open(), {
      asked,
      log,
      tell: (sentence) => void rim.stderr.write(`${sentence}\n`),
    });
    const press = new PressRoom();
    try {
      await store.keeping.note([lineOf({ at: now().toISOString(), what: "started", version })]);
      const opened = await openChannels(rim, data, log);
      if (opened.length === 0) return fail(rim, "没有一个渠道能打开。");
      const dispatch = new Dispatch({
        channels: opened,
        store,
        access,
        strangers: new Strangers({ folder: data, now, log }),
        bounds: ratesIn(rim.environment),
        read: readSafely,
        deliver: press.deliver,
        model: counted(await modelFor(rim, data, log), meter),
        ...retaining(rim, store, log),
        now,
        log,
        meter,
        ...(rim.stopLimits === undefined ? {} : { limits: rim.stopLimits }),
      });
      operations?.watch(watchedOf(opened, dispatch, store));
      // A platform that cannot be reached is waited for in the background; the page is there meanwhile.
      const started = dispatch.start();
      await Promise.race([started, setTimeout(patienceMs, undefined, { ref: false })]);
      const states = [...dispatch.states().values()];
      if (states.every(({ state }) => state === "failed")) {
        await dispatch.stop();
        return fail(rim, states.map(({ detail }) => detail).join(""));
      }
      for (const { link = "" } of opened) if (link !== "") rim.stdout.write(wording.open(link));
      // A start that fails ends the program; one that goes on does not.
      await Promise.race([asked, started.then(() => asked)]);
      await dispatch.stop();
      return 0;
    } finally {
      await press.close();
      await store.close();
      await operations?.close();
    }
  },
};

/** Whoever watches is answered from the beginning on; an address that is taken ends the program before anything is touched. */
async function watching(address: string | undefined, log: Log): Promise<Operations | undefined> {
  if (address === undefined) return undefined;
  const { openOperations } = await import("../operating/operations.ts");
  return await openOperations(address, { log });
}

function watchedOf(opened: readonly Channel[], dispatch: Dispatch, store: MailStore): Watched {
  return {
    channels: () =>
      opened.map(({ name, link }) => ({
        name,
        state: dispatch.states().get(name)?.state ?? "connecting",
        local: link !== undefined,
      })),
    stopping: () => dispatch.stopping,
    ping: () => store.ping(),
    counts: () => store.mail.counts(),
  };
}

/** Where there is a time after which reports are removed. */
function retaining(rim: Rim, store: MailStore, log: Log): { retain?: (now: Date) => Promise<void> } {
  const days = retentionIn(rim.environment);
  if (days === undefined) return {};
  const retention = new Retention({ store, days, log });
  return { retain: (now) => retention.look(now) };
}

/** Every channel that is set, opened; of one that cannot be, a sentence. */
async function openChannels(rim: Rim, data: string, log: Log): Promise<Channel[]> {
  const opened: Channel[] = [];
  for (const config of channels.map((entry) => channelConfig(entry, rim.environment))) {
    const { entry, values } = config;
    if (config.state === "wrong") rim.stderr.write(`${entry.label}没有打开：${config.faults.join("")}\n`);
    if (config.state !== "on") continue;
    try {
      const folder = join(data, entry.name);
      const seal = sealFrom(rim.environment);
      opened.push(await entry.open(values, { log, now: () => rim.now(), folder, seal }));
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      rim.stderr.write(`${entry.label}没有打开：${error.message}\n`);
    }
  }
  return opened;
}

/** Sentences for a person at a terminal, lines of JSON for everything that collects them. */
function logFor(rim: Rim): Log {
  const secrets = secretsIn(channels, rim.environment);
  if (!rim.stderr.isTTY) return openLog(rim.stderr, secrets);
  const clean = cleaner(secrets);
  const labels = new Map<string, string>(channels.map(({ name, label }) => [name, label]));
  const say: Log["info"] = (event, fields) => {
    if (event !== "channel-state") return;
    const label = labels.get(String(fields?.["channel"]));
    const state = states[fields?.["state"] as ChannelState];
    if (label !== undefined && state !== undefined) rim.stderr.write(`${label}：${state}\n`);
  };
  return {
    info: say,
    warn: say,
    error: (event, fields) => {
      const label = labels.get(String(fields?.["channel"]));
      const why = clean(fields ?? {})["detail"] ?? "请运行 npm run -s nianbao -- doctor 看原因。";
      if (event === "channel-state") rim.stderr.write(`${label}没有连上：${String(why)}\n`);
      else if (event === "access-list-broken")
        rim.stderr.write("名单改坏了，仍按原来的用。请运行 npm run -s nianbao -- doctor 看哪里不对。\n");
      else if (event !== "channel-failed") rim.stderr.write(`出错了（${event}），请告诉维护人员。\n`);
    },
  };
}
