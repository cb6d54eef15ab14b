import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** Whether a process that ran this has loaded the openai package. */
async function loads(script: string): Promise<boolean> {
  const hook = `import { registerHooks } from "node:module";
    let seen = false;
    registerHooks({ load(url, context, next) { seen ||= url.includes("/node_modules/openai/"); return next(url, context); } });
    ${script}
    console.log(seen);`;
  const said = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, ["--input-type=module", "-e", hook], { cwd: root }, (error, out) =>
      error === null ? resolve(out) : reject(new Error("it ended badly", { cause: error })),
    );
  });
  return said.trim() === "true";
}

const open = `const { openModel } = await import("./src/llm/open.ts");
  const { silent } = await import("./src/log.ts");
  const model = openModel({ baseUrl: "http://127.0.0.1:1/v1", model: "m", timeoutMs: 300 }, { log: silent, now: () => new Date() });`;

it("the commands, and a model that is opened, load nothing of openai until it is asked", async () => {
  expect(await loads(`await import("./src/cli.ts"); await import("./src/commands/serve.ts"); await import("./src/commands/doctor.ts");`)).toBe(false); // prettier-ignore
  expect(await loads(open)).toBe(false);
  expect(await loads(`${open} await model.write({ name: "t", version: "1", system: "", user: "" });`)).toBe(
    true,
  );
});
