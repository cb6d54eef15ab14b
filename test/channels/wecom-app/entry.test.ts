import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callbackPath } from "../../../src/channels/wecom-app/callback.ts";
import { appOf, wecomApp } from "../../../src/channels/wecom-app/entry.ts";

const setup = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "wecom.md"), "utf8");

it("listens and asks where the setup says, when nothing else is set", () => {
  const { host, port, base } = appOf({});
  expect([host, port, base]).toEqual(["127.0.0.1", 8790, "https://qyapi.weixin.qq.com"]);
  expect(setup).toContain(`\`${host}:${port}\``);
  expect(setup).toContain(`location = ${callbackPath} {`);
  expect(setup).toContain(`https://本单位的域名${callbackPath}`);
});

it("has each of its settings in the setup, with examples of the right form", () => {
  for (const { name } of wecomApp.settings) expect(setup, name).toContain(name);
  for (const name of ["WECOM_CORP_ID", "WECOM_AGENT_ID"]) {
    const example = new RegExp(`^ *${name}=(\\S+)$`, "m").exec(setup)?.[1] ?? "";
    expect(example).toMatch(
      wecomApp.settings.find((setting) => setting.name === name)?.form?.matches ?? /^$/,
    );
  }
});

it("never shows a secret: those that are say so", () => {
  const secret = wecomApp.settings.filter((setting) => setting.secret === true).map(({ name }) => name);
  expect(secret).toEqual(["WECOM_APP_SECRET", "WECOM_TOKEN", "WECOM_AES_KEY"]);
});
