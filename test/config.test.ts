import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ChannelEntry } from "../src/channels/channel.ts";
import { channels } from "../src/channels/index.ts";
import { channelConfig, exampleOf, unknownNames } from "../src/config.ts";

const entry: ChannelEntry = {
  name: "feishu",
  label: "飞书",
  settings: [
    {
      name: "FEISHU_APP_ID",
      needed: true,
      does: "应用编号",
      form: { matches: /^cli_/, not: "要以 cli_ 开头。" },
    },
    { name: "FEISHU_APP_SECRET", needed: true, secret: true, does: "应用密钥" },
    { name: "FEISHU_DOMAIN", needed: false, does: "私有部署的网址" },
  ],
  open: () => Promise.reject(new Error("not opened here")),
  probe: () => Promise.resolve([]),
};

describe("a channel", () => {
  it("is off when nothing it needs is set, whatever else is", () => {
    expect(channelConfig(entry, {})).toMatchObject({ state: "off" });
    expect(channelConfig(entry, { FEISHU_DOMAIN: "https://example.org", FEISHU_APP_ID: "  " })).toMatchObject({ state: "off" }); // prettier-ignore
  });

  it("is on when all it needs is set", () => {
    const environment = { FEISHU_APP_ID: " cli_1 ", FEISHU_APP_SECRET: "s", OTHER: "x" };
    expect(channelConfig(entry, environment)).toMatchObject({
      state: "on",
      values: { FEISHU_APP_ID: "cli_1", FEISHU_APP_SECRET: "s" },
    });
  });

  it("says what is missing or wrong, and never a value", () => {
    const { state, faults } = channelConfig(entry, { FEISHU_APP_ID: "secret-like" });
    expect(state).toBe("wrong");
    expect(faults).toEqual(["还缺 FEISHU_APP_SECRET。", "FEISHU_APP_ID 填得不对：要以 cli_ 开头。"]);
    expect(faults.join("")).not.toContain("secret-like");
  });
});

it("notices names that look like ours", () => {
  expect(
    unknownNames([entry], { FEISHU_APPID: "1", FEISHU_DOMAIN: "2", PATH: "3", NIANBAO_DATE: "4" }),
  ).toEqual(["FEISHU_APPID", "NIANBAO_DATE"]);
});

it(".env.example lists every name there is, with a line of Chinese", () => {
  const file = readFileSync(join(import.meta.dirname, "..", ".env.example"), "utf8");
  expect(file).toBe(exampleOf(channels));
});

it("every setting says in Chinese what it is, and no two share a name", () => {
  const settings = channels.flatMap((channel) => channel.settings);
  expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
  for (const { name, does } of settings) expect(does, name).toMatch(/[\u4e00-\u9fff]{2}/);
});
