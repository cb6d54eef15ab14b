import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { channels } from "../../src/channels/index.ts";
import { withSecretFiles } from "../../src/commands/secretFiles.ts";
import {
  channelConfig,
  modelConfig,
  ownFaults,
  secretSettings,
  secretsIn,
  unknownNames,
  type Environment,
} from "../../src/config.ts";
import { freshFolder, runToEnd } from "../support/process.ts";

const secrets = secretSettings(channels);
const feishu = channels.find(({ name }) => name === "feishu");
if (feishu === undefined) throw new Error("no such channel");

/** The environment, with such a file in the folder that the call comes from. */
function read(environment: Environment, file?: string | Buffer): Environment {
  const folder = freshFolder();
  if (file !== undefined) writeFileSync(join(folder, "secret"), file);
  mkdirSync(join(folder, "folder"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  return withSecretFiles(secrets, environment, folder);
}

describe("a secret in a file", () => {
  it("is its content without the end of the line, for each secret there is", () => {
    for (const { name } of secrets)
      expect(read({ [`${name}_FILE`]: " secret ", OTHER_FILE: "x" }, "\uFEFFs3cret \r\n")).toEqual({
        [name]: "s3cret",
        OTHER_FILE: "x",
      });
    expect(secrets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["DATABASE_URL", "LLM_API_KEY", "FEISHU_APP_SECRET", "WECOM_AES_KEY"]),
    );
  });

  it("switches its channel on like one in the environment", () => {
    const set = { FEISHU_APP_ID: "cli_0123456789abcdef" };
    const { state, values } = channelConfig(
      feishu,
      read({ ...set, FEISHU_APP_SECRET_FILE: "secret" }, "a1b2c3"),
    );
    expect([state, values["FEISHU_APP_SECRET"]]).toEqual(["on", "a1b2c3"]);
  });

  const wrong: [string, Environment, string | Buffer | undefined, string][] = [
    ["is not there", {}, undefined, "读不出来，请核对位置和权限"],
    ["is empty", {}, " \n", "是空的"],
    ["is too large", {}, "canary".repeat(20_000), "太大了，不像是密码或密钥"],
    ["is no text", {}, Buffer.from("ff00fe63616e617279", "hex"), "里不是一行文字"],
    ["has two lines", {}, "canary\ncanary", "里不是一行文字"],
    ["is a folder", { FEISHU_APP_SECRET_FILE: "folder" }, undefined, "不是文件"],
    ["is a pipe that nobody writes to", { FEISHU_APP_SECRET_FILE: "pipe" }, undefined, "不是文件"],
  ];
  it.each(wrong)("that %s is told by the name of the setting, never by its content", (_, more, file, why) => {
    const environment = read({ FEISHU_APP_SECRET_FILE: "secret", ...more }, file);
    const { state, faults } = channelConfig(feishu, environment);
    expect([state, faults]).toEqual([
      "wrong",
      ["还缺 FEISHU_APP_ID。", `FEISHU_APP_SECRET_FILE 写的文件${why}。`],
    ]);
    expect(JSON.stringify(environment)).not.toContain("canary");
  });

  it("beside the same in the environment is told, and neither is taken", () => {
    const environment = read(
      { DATABASE_URL: "postgres://a:b@c/d", DATABASE_URL_FILE: "secret" },
      "postgres://e",
    );
    expect(environment["DATABASE_URL"]).toBeUndefined();
    expect(ownFaults(environment)).toEqual(["DATABASE_URL 和 DATABASE_URL_FILE 只能填一个。"]);
  });

  it("of the model is not looked at where LLM_ENABLED is false, and is told where it is not", () => {
    const environment = { LLM_API_KEY_FILE: "nowhere" };
    expect(modelConfig(read({ ...environment, LLM_ENABLED: "false" }))).toEqual({
      model: null,
      forbidden: true,
      faults: [],
    });
    expect(modelConfig(read(environment)).faults.join("")).toContain("LLM_API_KEY_FILE 写的文件读不出来");
    expect(modelConfig(read({ LLM_API_KEY_FILE: "" })).faults).toEqual([]);
  });

  it("is a name that is known; one of what is no secret is not", () => {
    expect(unknownNames(channels, { FEISHU_APP_SECRET_FILE: "x", FEISHU_APP_ID_FILE: "y" })).toEqual([
      "FEISHU_APP_ID_FILE",
    ]);
  });

  it("is one of those that no log may show", () => {
    expect(secretsIn(channels, read({ LLM_API_KEY_FILE: "secret", LLM_MODEL: "m" }, "sk-canary"))).toEqual([
      "sk-canary",
    ]);
  });
});

describe("the program", () => {
  it("opens nothing while the file of a secret of the house cannot be read, and doctor says so", async () => {
    const environment = { DATABASE_URL_FILE: "nowhere", NIANBAO_RATE_PERSON: "many" };
    for (const command of ["serve", "chat"]) {
      const { code, out, err } = await runToEnd([command], freshFolder(), "", environment);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("DATABASE_URL_FILE 写的文件读不出来，请核对位置和权限。");
      expect(err).toContain("NIANBAO_RATE_PERSON 填得不对：要写1到999999之间的整数。");
    }
    const { code, out } = await runToEnd(["doctor"], freshFolder(), "", {
      NIANBAO_WEB_PORT: "0",
      ...environment,
    });
    expect(code).toBe(2);
    expect(out).toMatch(/设置\s+不行\s+DATABASE_URL_FILE 写的文件读不出来/);
  });

  it("reads the file of a channel's secret from the folder of the call, and shows it nowhere", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "secret"), "canary-secret-0123456789");
    const { out, err } = await runToEnd(["doctor"], folder, "", {
      NIANBAO_WEB_PORT: "0",
      FEISHU_APP_ID: "cli_0123456789abcdef",
      FEISHU_APP_SECRET_FILE: "secret",
      FEISHU_DOMAIN: "http://127.0.0.1:9",
    });
    expect(out).toContain("飞书的设置写法正确");
    expect(out).not.toContain("还缺");
    expect(out + err).not.toContain("canary-secret");
  });
});
