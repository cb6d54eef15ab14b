import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Probe } from "../../../src/channels/channel.ts";
import { feishu } from "../../../src/channels/feishu/entry.ts";
import { FakeFeishu } from "../../fakes/feishu.ts";
import { allScopes, type Options } from "../../fakes/feishu/world.ts";
import { no } from "../../fakes/feishu/web.ts";
import { rim, valuesOf } from "./rig.ts";

async function probed(
  prepare: (fake: FakeFeishu) => Record<string, string> | undefined,
  options: Options = {},
): Promise<{ lines: readonly Probe[]; bad: string[]; fake: FakeFeishu }> {
  const fake = await FakeFeishu.open(options);
  const more = prepare(fake) ?? {};
  const lines = await feishu.probe({ ...valuesOf(fake), ...more }, rim);
  await fake.close();
  const bad = lines.filter(({ ok }) => !ok);
  // Whatever fails is told with what to do, and nothing tells the secret.
  for (const { todo = "" } of bad) expect(todo).toMatch(/。$/);
  expect(JSON.stringify(lines)).not.toContain(fake.appSecret);
  return { lines, bad: bad.map(({ says }) => says), fake };
}

it("finds nothing wrong where nothing is, and does not connect", async () => {
  const { lines, bad, fake } = await probed(() => undefined);
  expect(bad).toEqual([]);
  expect(lines.map(({ says }) => says)).toEqual([
    "飞书的设置写法正确。",
    "飞书连得上，凭证正确。",
    "时钟与飞书一致。",
    "权限都已开通。",
    "长连接可用。",
  ]);
  expect(fake.connections.opened).toBe(0);
});

it("names what is wrong, one thing a line", async () => {
  const cases: [string, Parameters<typeof probed>[0], Options | undefined, string[]][] = [
    ["form of the id", () => ({ FEISHU_APP_ID: "cli_1" }), undefined, ["飞书的设置不对：App ID 应是 cli_ 后面加16位数字或字母（a到f）。"]],
    ["secret", () => ({ FEISHU_APP_SECRET: "wrong" }), undefined, ["飞书不认这套凭证。"]],
    ["address", () => ({ FEISHU_DOMAIN: "http://127.0.0.1:9" }), undefined, ["连不上飞书。"]],
    ["refused", (fake) => void fake.failNext("info", no(99991401)), undefined, ["飞书拒绝了请求（99991401）。"]],
    ["clock", (fake) => void (fake.clockOff = 600_000), undefined, ["时钟与飞书差"]],
    ["bot", (fake) => void (fake.botStatus = 1), undefined, ["机器人还没有启用。"]],
    ["permissions", () => undefined, { scopes: [...allScopes.slice(0, 3), ...allScopes.slice(5)] }, ["缺权限 im:message:readonly：看不到群里引用的文件。", "缺权限 im:resource：收发不了文件。"]],
    ["permissions unknown", (fake) => void fake.failNext("scopes", no(99991672)), undefined, ["权限没有查到（99991672）。"]],
    ["long connection", (fake) => void fake.failNext("endpoint", no(403)), undefined, ["长连接不可用（403）。"]],
  ]; // prettier-ignore
  for (const [name, prepare, options, expected] of cases) {
    const { bad } = await probed(prepare, options);
    expect([name, bad.map((says, index) => says.slice(0, expected[index]?.length))]).toEqual([
      name,
      expected,
    ]);
  }
});

it("counts a wider permission for a narrower one", async () => {
  const scopes = ["im:message", "im:message.p2p_msg", "im:message.group_at_msg", ...allScopes.slice(4)];
  expect((await probed(() => undefined, { scopes })).bad).toEqual([]);
});

it("asks for the permissions and subscriptions that the setup page names", () => {
  const page = readFileSync(new URL("../../../docs/feishu.md", import.meta.url), "utf8");
  const told = /"tenant": \[([^\]]*)\]/.exec(page)?.[1]?.match(/[a-z][\w:.]+/g);
  expect(told).toEqual(allScopes);
  for (const name of feishu.settings.map((setting) => setting.name)) expect(page).toContain(`${name}=`);
  const handled = readFileSync(new URL("../../../src/channels/feishu/hearing.ts", import.meta.url), "utf8");
  const events = [...handled.matchAll(/^ +"([a-z0-9_.]+)": \(event\)/gm)].map(([, event]) => event);
  expect(events).toHaveLength(3);
  for (const event of events) expect(page).toContain(`\`${event}\``);
});
