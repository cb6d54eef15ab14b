import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { strangersFile } from "../../src/dispatch/access/strangers.ts";
import { until } from "../contracts/rig.ts";
import { FakeFeishu } from "../fakes/feishu.ts";
import { valuesOf } from "../channels/feishu/rig.ts";
import { collect, freshFolder, runToEnd, start } from "../support/process.ts";

const anyPort = { NIANBAO_WEB_PORT: "0" };
const patience = 20_000;

/** A running service: what it has said, and its end. */
function service(folder: string, environment: Record<string, string> = {}) {
  const child = start(["serve"], folder, { ...anyPort, ...environment });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, out: collect(child.stdout), err: collect(child.stderr), ended };
}
const linkIn = (out: string): string => /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(out)?.[0] ?? "";

async function feishu(): Promise<FakeFeishu> {
  const fake = await FakeFeishu.open({});
  onTestFinished(() => fake.close());
  return fake;
}

describe("serve", () => {
  it("opens the page without any setting, and ends quietly when asked to", async () => {
    const { child, out, err, ended } = service(freshFolder());
    await until(() => linkIn(out()) !== "", patience);
    const page = await fetch(linkIn(out()));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("年报助手");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(err()).not.toContain("error");
  });

  it("keeps the link over a restart, so that a bookmark works", async () => {
    const folder = freshFolder();
    const links: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const { child, out, ended } = service(folder);
      await until(() => linkIn(out()) !== "", patience);
      links.push(linkIn(out()).replace(/.*#/, ""));
      child.kill("SIGINT");
      await ended;
    }
    expect(links[0]).toBe(links[1]);
  });

  it("connects a channel that is set, and logs no secret", async () => {
    const fake = await feishu();
    const { child, out, err, ended } = service(freshFolder(), valuesOf(fake));
    await until(() => linkIn(out()) !== "" && err().includes('"channel":"feishu","state":"ready"'), patience);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(err()).not.toContain(fake.appSecret);
  });

  it("shows the page while a platform cannot be reached", async () => {
    const nobody = {
      FEISHU_APP_ID: "cli_0123456789abcdef",
      FEISHU_APP_SECRET: "secret",
      FEISHU_DOMAIN: "http://127.0.0.1:9",
    };
    const { child, out, ended } = service(freshFolder(), nobody);
    await until(() => linkIn(out()) !== "", patience);
    expect((await fetch(linkIn(out()))).status).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("says what a half-set or refused channel lacks, and opens the others", async () => {
    const fake = await feishu();
    const environment = { ...valuesOf(fake), FEISHU_APP_SECRET: "not-the-secret", WECOM_BOT_ID: "aibtest" };
    const { child, out, err, ended } = service(freshFolder(), environment);
    await until(() => linkIn(out()) !== "", patience);
    expect(err()).toContain("企业微信智能机器人没有打开：还缺 WECOM_BOT_SECRET。");
    expect(err()).toContain('"channel":"feishu","state":"failed"');
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(err()).not.toContain("not-the-secret");
  });

  it("does not start with a broken list of people", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "access.json"), '{"units":[{"organ":{"name":""}}]}');
    const ended = await runToEnd(["serve"], folder, "", { ...anyPort, NIANBAO_ACCESS: "access.json" });
    expect(ended.code).toBe(2);
    expect(ended.err.trim().split("\n")).toHaveLength(1);
    expect(ended.err).toMatch(/[\u4e00-\u9fff]/);
  });

  it("does not start twice on the same data", async () => {
    const folder = freshFolder();
    const { out } = service(folder);
    await until(() => linkIn(out()) !== "", patience);
    const second = await runToEnd(["serve"], folder, "", anyPort);
    expect(second).toMatchObject({ code: 2, out: "" });
    expect(second.err).toContain("正被另一个年报助手使用");
  });
});

describe("doctor", () => {
  it("finds nothing wrong where nothing is set, and makes no data", async () => {
    const ended = await runToEnd(["doctor"], freshFolder(), "", anyPort);
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(ended.out).toMatch(/^飞书\s+没开\s+要开请在 \.env 里填 FEISHU_APP_ID、FEISHU_APP_SECRET$/m);
    expect(ended.out).toMatch(/^名单\s+好/m);
  });

  it("tries a channel by a harmless call", async () => {
    const fake = await feishu();
    const right = await runToEnd(["doctor"], freshFolder(), "", { ...anyPort, ...valuesOf(fake) });
    expect(right.out).toMatch(/^飞书\s+好/m);
    const wrong = await runToEnd(["doctor"], freshFolder(), "", { ...anyPort, ...valuesOf(fake), FEISHU_APP_SECRET: "not-the-secret" }); // prettier-ignore
    expect(wrong.code).toBe(2);
    expect(wrong.out).toMatch(/不行/);
    expect(wrong.out).not.toContain(fake.appSecret);
  });

  it("names the place where the list is broken, and settings that nobody knows", async () => {
    const folder = freshFolder();
    writeFileSync(
      join(folder, "access.json"),
      '{"units":[{"organ":{"name":"某街道办事处","kind":"street"}}]}',
    );
    const environment = { ...anyPort, NIANBAO_ACCESS: "access.json", FEISHU_APPID: "x" };
    const ended = await runToEnd(["doctor"], folder, "", environment);
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(/^名单\s+不行/m);
    expect(ended.out).toContain("不认识 FEISHU_APPID");
  });

  it("tells the ids of who came and is not on the list, until they are", async () => {
    const fake = await feishu();
    const environment = { ...anyPort, ...valuesOf(fake), NIANBAO_ACCESS: "access.json" };
    const [person] = fake.people;
    if (person === undefined) throw new Error("nobody");
    const folder = freshFolder();
    const list = (people: readonly object[]): void =>
      writeFileSync(
        join(folder, "access.json"),
        JSON.stringify({ units: [{ organ: { name: "某街道办事处", kind: "subdistrict" }, people }] }),
      );
    list([]);
    const { err } = service(folder, environment);
    await until(() => err().includes('"channel":"feishu","state":"ready"'), patience);
    const chat = { kind: "direct", id: person.id } as const;
    await fake.hand(fake.messageEvent(fake.put(person, chat, "text", { text: "把报告发来" })));
    const row = new RegExp(`^ +\\d{4}-\\d\\d-\\d\\d feishu 人 "${person.id}"$`, "m");
    const file = join(folder, "data", strangersFile);
    await until(() => existsSync(file), patience);
    const before = await runToEnd(["doctor"], folder, "", environment);
    expect(before.out).toMatch(row);
    expect(before.out + readFileSync(file, "utf8")).not.toMatch(new RegExp(`${person.name}|把报告发来`));
    list([{ channel: "feishu", id: person.id, role: "clerk" }]);
    expect((await runToEnd(["doctor"], folder, "", environment)).out).not.toContain("不在名单上的");
  });

  it("leaves a running service alone", async () => {
    const folder = freshFolder();
    const { out } = service(folder);
    await until(() => linkIn(out()) !== "", patience);
    const ended = await runToEnd(["doctor"], folder, "", anyPort);
    expect(ended.out).toContain("正由开着的年报助手使用");
  });
});
