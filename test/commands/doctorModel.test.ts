import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeLlm } from "../fakes/llm.ts";
import { freshFolder, runToEnd, type Ended } from "../support/process.ts";

let fake: FakeLlm;
beforeEach(async () => {
  fake = await FakeLlm.open();
});
afterEach(() => fake.close());

const key = "sk-canary-77";
const doctor = (environment: Record<string, string>, folder = freshFolder()): Promise<Ended> =>
  runToEnd(["doctor"], folder, "", { NIANBAO_WEB_PORT: "0", ...environment });
const set = (): Record<string, string> => ({
  LLM_BASE_URL: fake.url,
  LLM_MODEL: "qwen3-32b",
  LLM_API_KEY: key,
});
const lineOf = ({ out }: Ended): string => /^大模型.*$/m.exec(out)?.[0] ?? "";

describe("doctor on the model", () => {
  it("says that it is off where nothing is set, and that it is forbidden where it is", async () => {
    const off = await doctor({});
    expect(off.code).toBe(0);
    expect(lineOf(off)).toMatch(/没开\s+不用也行，要开请在 \.env 里填 LLM_BASE_URL、LLM_MODEL$/);
    const forbidden = await doctor({ ...set(), LLM_ENABLED: "false" });
    expect(lineOf(forbidden)).toMatch(/没开\s+LLM_ENABLED 关着，不连接任何模型$/);
    expect(fake.requests).toEqual([]);
  });

  it("makes one call without a word of any report, and shows and keeps the form that was found", async () => {
    fake.can = new Set(["json_object", "temperature"]);
    fake.otherwise(() => ({ ready: true }));
    const folder = freshFolder();
    mkdirSync(join(folder, "data"));
    const ended = await doctor(set(), folder);
    expect(ended.code).toBe(0);
    expect(lineOf(ended)).toMatch(/好\s+qwen3-32b 能用，回答方式 json_object，用了\d+\.\d秒$/);
    expect(fake.requests.map(({ body }) => body.response_format?.type)).toEqual([
      "json_schema",
      "json_object",
    ]);
    expect(readFileSync(join(folder, "data", "llm.json"), "utf8")).toContain("json_object");
    fake.can = new Set(["json_schema", "temperature"]);
    expect(lineOf(await doctor(set(), folder))).toContain("json_schema");
  });

  it("says what to do where the key is refused, and never the key", async () => {
    fake.answers({ status: 401, message: `bad key ${key}` });
    const folder = freshFolder();
    const ended = await doctor(set(), folder);
    expect(ended.code).toBe(2);
    expect(lineOf(ended)).toMatch(/不行\s+qwen3-32b 拒绝了。请核对 LLM_API_KEY/);
    expect(ended.out + ended.err).not.toContain(key);
    expect(existsSync(join(folder, "data"))).toBe(false);
  });

  it("says what is set wrong without trying", async () => {
    const ended = await doctor({ ...set(), LLM_ENABLED: "perhaps" });
    expect(ended.code).toBe(2);
    expect(lineOf(ended)).toContain("LLM_ENABLED 填得不对：只能写 true 或 false。");
    expect(fake.requests).toEqual([]);
  });
});
