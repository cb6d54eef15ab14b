import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { found } from "../store/canaries.ts";
import { freshFolder, runToEnd, type Ended } from "../support/process.ts";

const [one, two] = [randomBytes(32).toString("base64"), randomBytes(32).toString("hex")];
const canary = "金蝉路公示栏要重做";

/** The program over one folder. */
function house(folder = freshFolder()) {
  const data = join(folder, "data");
  const run = (command: string, environment: Record<string, string>, input = ""): Promise<Ended> =>
    runToEnd(command.split(" "), folder, input, environment);
  const talk = (environment: Record<string, string>, ...said: string[]): Promise<Ended> =>
    run("chat", environment, `${said.join("\n")}\n`);
  return { folder, data, run, talk };
}

const refused = (sentence: RegExp) => ({
  code: 2,
  out: "",
  err: expect.stringMatching(new RegExp(`^${sentence.source}\n$`)) as string,
});

describe("rekey", () => {
  it("seals what was plain, then takes the place of a key, then goes back", async () => {
    const { folder, data, run, talk } = house();
    await talk({}, "开始", "2025年", "某区红旗街道办事处", `问题：${canary}。改进措施：每月查一遍`);
    expect(found(data, [canary])).toEqual([canary]);

    const noticed = await run("doctor", { NIANBAO_KEY: one });
    expect(noticed.out).toMatch(/^加密\s+好\s+.*可能还有以前没加密.*rekey。$/m);
    const sealed = await run("rekey", { NIANBAO_KEY: one });
    expect(sealed).toMatchObject({ code: 0, err: "" });
    expect(sealed.out).toMatch(/^\d+条记录都用现在的密钥加密好了，其中[1-9]\d*条是这次处理的。\n$/);
    expect(found(data, [canary])).toEqual([]);
    expect((await run("doctor", { NIANBAO_KEY: one })).out).toMatch(/^加密\s+好\s+数据加密存放$/m);
    expect((await run("rekey", { NIANBAO_KEY: one })).out).toContain("其中0条是这次处理的");
    expect(await talk({ NIANBAO_KEY: one }, "进度")).toMatchObject({ code: 0 });
    expect(found(data, [canary])).toEqual([]);

    // Another key, by a file; the one before as a former one.
    writeFileSync(join(folder, "key"), `${two}\n`);
    const both = { NIANBAO_KEY_FILE: "key", NIANBAO_KEY_FORMER: one };
    const turned = await run("rekey", both);
    expect(turned).toMatchObject({ code: 0, err: "" });
    expect(turned.out).toContain("旧密钥可以从设置里去掉了；以前的备份还要用它");
    expect(await talk({ NIANBAO_KEY: one }, "进度")).toMatchObject(refused(/这个密钥打不开数据，.*/));
    expect(await talk({}, "进度")).toMatchObject(
      refused(/数据是加密存的，没有密钥打不开。请在设置里写上 NIANBAO_KEY。/),
    );
    expect((await run("doctor", {})).out).toMatch(/^加密\s+不行\s+数据是加密存的，没有密钥打不开。/m);
    expect((await talk({ NIANBAO_KEY: two }, "预览")).out).toContain(canary);

    // Without a key again.
    const plain = await run("rekey --plain", { NIANBAO_KEY: two });
    expect(plain).toMatchObject({ code: 0, err: "" });
    expect(plain.out).toContain("不再加密");
    expect((await talk({}, "预览")).out).toContain(canary);
  }, 60_000);

  it("does nothing without a key, and nothing where there are no data", async () => {
    const { run } = house();
    expect(await run("rekey", {})).toMatchObject(refused(/没有设 NIANBAO_KEY，没有改动数据。.*/));
    expect(await run("rekey --plain", {})).toMatchObject(refused(/没有设 NIANBAO_KEY，没有改动数据。.*/));
    expect(await run("rekey", { NIANBAO_KEY: one })).toMatchObject(refused(/.*里还没有数据，没有改动。.*/));
  }, 30_000);
});

describe("A key in the settings", () => {
  it.each([
    ["is no passphrase", { NIANBAO_KEY: "correct horse battery staple" }],
    ["is no shorter", { NIANBAO_KEY: randomBytes(24).toString("base64") }],
    ["is no longer", { NIANBAO_KEY: randomBytes(64).toString("base64") }],
    ["before the current one is none either", { NIANBAO_KEY: one, NIANBAO_KEY_FORMER: `${two},口令` }],
  ])(
    "%s: nothing starts, and the value is not told",
    async (_, environment) => {
      const { run, talk } = house();
      const told =
        /NIANBAO_KEY(?:_FORMER)? 填得不对：要用 openssl rand -base64 32 生成的密钥，自己想的口令不行.*/;
      expect(await talk(environment, "开始")).toMatchObject(refused(told));
      expect(await run("serve", environment)).toMatchObject(refused(told));
      const looked = await run("doctor", environment);
      expect(looked.code).toBe(2);
      for (const value of Object.values(environment)) expect(looked.out + looked.err).not.toContain(value);
    },
    30_000,
  );

  it("stands there before a former one does", async () => {
    const { talk } = house();
    expect(await talk({ NIANBAO_KEY_FORMER: one }, "开始")).toMatchObject(
      refused(/只填了 NIANBAO_KEY_FORMER，还缺 NIANBAO_KEY。/),
    );
  });
});
