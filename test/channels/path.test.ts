import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, truncateSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { fileIn } from "../../src/channels/path.ts";
import { OutsideError } from "../../src/errors.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "nianbao-path-")));
const name = "2024年 年报（终稿） 'A'.docx";
const path = join(folder, name);
writeFileSync(path, "内容");
writeFileSync(join(folder, "年报.docx"), "内容");

const written: [string, string][] = [
  ["its name", "年报.docx"],
  ["a relative path", "./年报.docx"],
  ["a path with blanks and brackets", path],
  ["in double quotes", `"${path}"`],
  ["in Chinese quotes", `“${path}”`],
  ["in single quotes", `'${join(folder, "年报.docx")}'`],
  ["as file://", pathToFileURL(path).href],
  ["as file:// with Chinese as it is", `file://${join(folder, "年报.docx")}`],
  ["with escaped blanks, as a terminal pastes it", path.replace(/[ ()'（）]/g, "\\$&")],
  ["with blanks around it", `  ${path} `],
  ["from the home folder", `~/${relative(homedir(), path)}`],
];
test.each(written)("a file is found by %s", async (_, line) => {
  const file = await fileIn(line, folder);
  expect(file === null ? null : new TextDecoder().decode(file.bytes)).toBe("内容");
  expect(file?.name).toMatch(/年报.*docx$/);
});

test.each([
  "核对",
  "收到4件，自然人3件",
  "没有/无",
  "年报2.docx",
  "",
  "../",
  "\0",
  "a".repeat(5000),
  "file://host/%",
])("%j is a message, no file", async (line) => {
  mkdirSync(join(folder, "核对"), { recursive: true });
  const taken = fileIn(line, folder);
  if (line === "../") await expect(taken).rejects.toThrow("是文件夹");
  else expect(await taken).toBeNull();
});

test("a folder, a file that is too big and one that may not be read get one sentence each", async () => {
  mkdirSync(join(folder, "里面"), { recursive: true });
  await expect(fileIn(join(folder, "里面"), folder)).rejects.toThrow(/^“里面”是文件夹/);
  const big = join(folder, "大.docx");
  writeFileSync(big, "");
  truncateSync(big, 41 * 1024 * 1024);
  await expect(fileIn(big, folder)).rejects.toThrow(/超过40MB/);
  await expect(fileIn(big, folder)).rejects.toBeInstanceOf(OutsideError);
});

test("a pipe is not waited for", async () => {
  const pipe = join(folder, "管道");
  execFileSync("mkfifo", [pipe]);
  expect(await fileIn(pipe, folder)).toBeNull();
});
