import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshFolder, runToEnd } from "../support/process.ts";

/** A fault of ours that nothing catches ends the program with one line: where it was, and none of the words it has. */

it.each([
  ["thrown later", "setTimeout(() => { throw fault; }, 1);"],
  ["of a promise that nobody looks at", "setTimeout(() => void Promise.reject(fault), 1);"],
])("a fault %s is one line without its words", async (_, later) => {
  const folder = freshFolder();
  const path = join(folder, "fault.mjs");
  writeFileSync(
    path,
    `const fault = Object.assign(new RangeError("金丝雀说13912345678\\n    at 金丝雀 (电话:1:1)"), { code: "ERR_TEST" });\n${later}\n`,
  );
  const environment = { NIANBAO_WEB_PORT: "0", NODE_OPTIONS: `--import ${path}` };
  const { code, err } = await runToEnd(["serve"], folder, "", environment);
  expect(code).toBe(2);
  expect(err).toMatch(
    /^程序出错了，请把这一行告诉维护人员：RangeError ERR_TEST at .*fault\.mjs:\d+:\d+.*\n$/,
  );
  expect(err).not.toMatch(/金丝雀|139|电话/);
});
