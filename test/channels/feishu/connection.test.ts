import { describe, expect, it } from "vitest";
import type { Channel, ChannelEvents, ChannelState } from "../../../src/channels/channel.ts";
import { Feishu } from "../../../src/channels/feishu/channel.ts";
import { feishu } from "../../../src/channels/feishu/entry.ts";
import { until } from "../../contracts/rig.ts";
import { refused, Session } from "../../contracts/session.ts";
import { FakeFeishu } from "../../fakes/feishu.ts";
import { no, ok } from "../../fakes/feishu/web.ts";
import { feishuRig, quick, rim, valuesOf } from "./rig.ts";

interface Watched {
  channel: Channel;
  states: [ChannelState, string | undefined][];
  start(): Promise<void>;
}

function watched(fake: FakeFeishu, more: Record<string, string> = {}): Watched {
  const channel = new Feishu({ ...valuesOf(fake), ...more }, rim, quick);
  const states: Watched["states"] = [];
  const events: ChannelEvents = {
    inbound: () => Promise.resolve({ kind: "taken" }),
    state: (state, detail) => void states.push([state, detail]),
    history: () => Promise.resolve([]),
  };
  return { channel, states, start: () => channel.start(events) };
}

const namesOf = ({ states }: Watched): ChannelState[] => states.map(([state]) => state);

describe("the start", () => {
  it("tells wrong settings before anybody is asked", async () => {
    const fake = await FakeFeishu.open();
    const wrong: Record<string, string>[] = [
      { FEISHU_APP_ID: "cli_123" },
      { FEISHU_APP_ID: `${fake.appId}0` },
      { FEISHU_APP_ID: "" },
      { FEISHU_APP_SECRET: "" },
      { FEISHU_APP_SECRET: "has a space" },
      { FEISHU_DOMAIN: "open.feishu.cn" },
      { FEISHU_DOMAIN: "https://open.feishu.cn/path" },
    ];
    for (const more of wrong) {
      await expect(watched(fake, more).start()).rejects.toMatchObject({ code: "invalid", retryable: false });
    }
    expect([...fake.calls]).toEqual([]);
    await fake.close();
  });

  it("waits until the platform is there", async () => {
    const fake = await FakeFeishu.open();
    const one = watched(fake);
    fake.failNext("token", no(1, 503));
    fake.failNext("info", { ...no(99991400, 429), headers: { "x-ogw-ratelimit-reset": "0" } });
    fake.failNext("endpoint", { status: 200, body: { code: 1, msg: "busy", data: {} } });
    fake.failNext("token", { status: 200, body: "<html>back soon</html>" });
    await one.start();
    expect(one.states).toEqual([
      ["connecting", undefined],
      ["connecting", "busy"],
      ["connecting", "unknown"],
      ["connecting", "rate_limited"],
      ["connecting", "busy"],
      ["ready", undefined],
    ]);
    await one.channel.stop();
    await fake.close();
  });

  it("is refused where there is no long connection, however the platform says it", async () => {
    const fake = await FakeFeishu.open();
    const refusals = [
      { status: 200, body: { code: 514, msg: "auth failed" } },
      { status: 200, body: { code: 403, msg: "forbidden", data: {} } },
      { status: 404, body: "not found" },
    ];
    const codes: string[] = [];
    for (const answer of refusals) {
      fake.failNext("endpoint", answer);
      const one = watched(fake);
      codes.push((await refused(one.start())).code);
      expect(namesOf(one)).toEqual(["connecting", "failed"]);
    }
    expect(codes).toEqual(["auth", "forbidden", "unsupported"]);
    expect(fake.connections.opened).toBe(0);
    await fake.close();
  });

  it("is refused when the SDK is refused, and goes on when it is not final", async () => {
    const fake = await FakeFeishu.open();
    // The first answer is ours, the second the SDK's.
    fake.failNext("endpoint", ok({ URL: "ws://127.0.0.1:9/" }));
    fake.failNext("endpoint", { status: 200, body: { code: 514, msg: "auth failed", data: {} } });
    expect(await refused(watched(fake).start())).toMatchObject({ code: "auth" });
    fake.failNext("endpoint", ok({ URL: "ws://127.0.0.1:9/" }));
    for (let times = 0; times < 3; times++)
      fake.failNext("endpoint", { status: 200, body: { code: 1000040350, msg: "too many", data: {} } });
    const one = watched(fake);
    await one.start();
    expect(one.states).toContainEqual(["connecting", "busy"]);
    expect(namesOf(one).at(-1)).toBe("ready");
    await one.channel.stop();
    await fake.close();
  });

  it("can be given up while it waits, and nothing goes on", async () => {
    for (const kind of ["token", "info", "endpoint"] as const) {
      const fake = await FakeFeishu.open();
      fake.failNext(kind, "hang");
      const one = watched(fake);
      const starting = refused(one.start());
      await until(() => fake.calls.get(kind) === 1);
      await one.channel.stop();
      await starting;
      expect(namesOf(one)).toEqual(["connecting", "stopped"]);
      expect(fake.connections.opened).toBe(0);
      await fake.close();
    }
  });

  it("can be given up while it pauses, and leaves no timer", async () => {
    const fake = await FakeFeishu.open();
    fake.failNext("endpoint", ok({ URL: "ws://127.0.0.1:9/" }));
    fake.failNext("endpoint", { status: 200, body: { code: 1000040350, msg: "too many", data: {} } });
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const channel = new Feishu(valuesOf(fake), rim, { ...quick, first: 60_000 });
    const states: ChannelState[] = [];
    const starting = refused(
      channel.start({
        inbound: () => Promise.resolve({ kind: "taken" }),
        state: (state) => void states.push(state),
        history: () => Promise.resolve([]),
      }),
    );
    await until(() => states.length === 2 && timers() > before);
    await channel.stop();
    await starting;
    await until(() => timers() <= before);
    await fake.close();
  });

  it("can be given up while the socket opens", async () => {
    const fake = await FakeFeishu.open();
    fake.connections.down = true;
    const one = watched(fake);
    const starting = refused(one.start());
    await until(() => (fake.calls.get("endpoint") ?? 0) >= 3);
    await one.channel.stop();
    await starting;
    expect(namesOf(one).at(-1)).toBe("stopped");
    await fake.close();
  });
});

describe("the connection", () => {
  it("comes back as often as it is dropped, and loses nothing that comes after", async () => {
    const rig = await feishuRig();
    const session = await Session.open(() => Promise.resolve(rig));
    for (let times = 1; times <= 5; times++) {
      const opened = rig.fake.connections.opened;
      rig.faults.drop?.();
      await until(() => rig.fake.connections.opened > opened && session.states.at(-1) === "ready");
      await session.hear(`第${times}次`);
    }
    expect(session.messages).toHaveLength(5);
    expect(rig.fake.connections.count).toBe(1);
    await session.close();
  });

  it("comes back when the platform was away for a while", async () => {
    const rig = await feishuRig();
    const session = await Session.open(() => Promise.resolve(rig));
    rig.fake.connections.down = true;
    rig.faults.drop?.();
    const before = rig.fake.calls.get("endpoint") ?? 0;
    await until(() => (rig.fake.calls.get("endpoint") ?? 0) >= before + 4);
    expect(session.states.at(-1)).toBe("reconnecting");
    rig.fake.connections.down = false;
    await until(() => session.states.at(-1) === "ready");
    expect((await session.hear("核对")).text).toBe("核对");
    await session.close();
  });

  it("comes back when the platform refused it and took it again", async () => {
    const rig = await feishuRig();
    const session = await Session.open(() => Promise.resolve(rig));
    for (const code of [1, 1000040350, 514]) {
      session.states.length = 0;
      rig.fake.failNext("endpoint", { status: 200, body: { code, msg: "no", data: {} } });
      rig.faults.drop?.();
      await until(() => session.states.at(-1) === "ready");
      expect(session.states.includes("failed")).toBe(code === 514);
    }
    expect((await session.hear("核对")).text).toBe("核对");
    await session.close();
  });

  it("is not made anew while it is idle and well", async () => {
    const rig = await feishuRig({ pingInterval: 1 }, { pingTimeout: 0.9 });
    const session = await Session.open(() => Promise.resolve(rig));
    await until(() => rig.fake.connections.pings >= 3);
    expect(rig.fake.connections.opened).toBe(1);
    expect(session.states.filter((state) => state === "ready")).toHaveLength(1);
    await session.close();
  });
});

describe("the list entry", () => {
  it("opens the channel, and its forms know right settings from wrong ones", async () => {
    const fake = await FakeFeishu.open();
    const channel = await feishu.open(valuesOf(fake), rim);
    expect(channel.name).toBe(feishu.name);
    for (const { name, form } of feishu.settings)
      expect(form?.matches.test(valuesOf(fake)[name] ?? "")).toBe(true);
    expect(feishu.settings.filter(({ secret }) => secret === true).map(({ name }) => name)).toEqual([
      "FEISHU_APP_SECRET",
    ]);
    await fake.close();
  });
});
