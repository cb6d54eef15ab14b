import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ChannelEntry } from "../src/channels/channel.ts";
import { channels } from "../src/channels/index.ts";
import { channelConfig, exampleOf, modelConfig, modelSettings, unknownNames } from "../src/config.ts";

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

describe("the model", () => {
  const set = { LLM_BASE_URL: "http://10.1.2.3:8000/v1", LLM_MODEL: "qwen3-32b" };

  it("is off when nothing is set, on when address and name are", () => {
    expect(modelConfig({})).toEqual({ model: null, forbidden: false, faults: [] });
    expect(modelConfig(set)).toEqual({
      model: { baseUrl: "http://10.1.2.3:8000/v1", model: "qwen3-32b" },
      forbidden: false,
      faults: [],
    });
    const all = { ...set, LLM_ENABLED: "True", LLM_API_KEY: " sk-1 ", LLM_TIMEOUT_MS: "5000" };
    expect(modelConfig(all).model).toMatchObject({ apiKey: "sk-1", timeoutMs: 5000 });
  });

  it.each(["false", "0", " FALSE "])("is off for LLM_ENABLED=%s, whatever else is set", (LLM_ENABLED) => {
    for (const more of [set, {}, { LLM_BASE_URL: "nonsense" }])
      expect(modelConfig({ ...more, LLM_ENABLED })).toEqual({ model: null, forbidden: true, faults: [] });
  });

  const wrong: [Record<string, string>, string][] = [
    [{ ...set, LLM_ENABLED: "no" }, "LLM_ENABLED 填得不对：只能写 true 或 false。"],
    [{ LLM_ENABLED: "true" }, "还缺 LLM_BASE_URL、LLM_MODEL。"],
    [{ LLM_API_KEY: "sk-1" }, "还缺 LLM_BASE_URL、LLM_MODEL。"],
    [{ LLM_BASE_URL: set.LLM_BASE_URL }, "还缺 LLM_MODEL。"],
    [{ ...set, LLM_BASE_URL: "10.1.2.3" }, "LLM_BASE_URL 填得不对"],
    [{ ...set, LLM_BASE_URL: "https://u:secret@llm.example.org/v1" }, "LLM_BASE_URL 填得不对"],
    [{ ...set, LLM_BASE_URL: "https://llm.example.org/v1/chat/completions" }, "LLM_BASE_URL 填得不对"],
    [{ ...set, LLM_TIMEOUT_MS: "20s" }, "LLM_TIMEOUT_MS 填得不对"],
  ];
  it.each(wrong)("is off and says why for %j", (environment, fault) => {
    const { model, faults } = modelConfig(environment);
    expect(model).toBeNull();
    expect(faults.join("")).toContain(fault);
    expect(faults.join("")).not.toContain("secret");
  });
});

it("notices names that look like ours", () => {
  expect(
    unknownNames([entry], { FEISHU_APPID: "1", FEISHU_DOMAIN: "2", PATH: "3", NIANBAO_DATE: "4", LLM_KEY: "5", LLM_MODEL: "6" }), // prettier-ignore
  ).toEqual(["FEISHU_APPID", "NIANBAO_DATE", "LLM_KEY"]);
});

it(".env.example lists every name there is, with a line of Chinese", () => {
  const file = readFileSync(join(import.meta.dirname, "..", ".env.example"), "utf8");
  expect(file).toBe(exampleOf(channels));
});

it("every setting says in Chinese what it is, and no two share a name", () => {
  const settings = [...modelSettings, ...channels.flatMap((channel) => channel.settings)];
  expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
  for (const { name, does } of settings) expect(does, name).toMatch(/[\u4e00-\u9fff]{2}/);
});
