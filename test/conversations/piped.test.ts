import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDocx } from "../../src/reading/docx.ts";
import { cellIds } from "../../src/report/form.ts";
import { freshFolder, runToEnd } from "../support/process.ts";
import { paper } from "../support/papers.ts";
import { readTranscript } from "../support/transcript.ts";

/** The transcripts of whole reports once more, through the real program: one message a line, the clock of today. */
const folder = import.meta.dirname;
const whole = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .map((name) => readTranscript(join(folder, name)))
  .filter((transcript) => transcript.facts !== "")
  // A pasted table has many lines, and in a pipe each line is a message.
  .filter(({ exchanges }) => !exchanges.some(({ said }) => said.includes("\t")));

test.each(whole.map((transcript) => [transcript.title, transcript] as const))(
  "%s, piped",
  async (_, { exchanges, result, time }) => {
    const [start, organ = "", ...rest] = exchanges.map(({ said }) => said.replaceAll("\n", "；"));
    const year = new Date(time).getFullYear() - 1;
    const named = organ.includes(`${year}年`) ? organ : `${organ}，${year}年`;
    const place = freshFolder();
    const ended = await runToEnd(["chat"], place, [start, named, ...rest, ""].join("\n"));
    expect(ended).toMatchObject({ code: 0, err: "" });
    const { cells } = readDocx(readFileSync(join(place, "out", result.file)));
    for (const cell of cellIds) {
      const value = result.above[cell];
      expect([cell, cells.get(cell)]).toEqual([
        cell,
        { kind: "number", value: value === undefined ? 0 : value },
      ]);
    }
  },
);

test("one application without a result is named, and the report is not called finished", async () => {
  const said = [
    "开始",
    "席王街道办事处，2023年",
    "收到1件，个人的",
    "上年没有结转",
    "公开0件，部分公开0件，不予公开0件",
    "核对",
    "生成",
    "定稿",
  ];
  const place = freshFolder();
  const ended = await runToEnd(["chat"], place, `${said.join("\n")}\n`);
  expect(ended.out).toContain("1件申请没有结果");
  expect(ended.out).toContain("还不能定稿");
  expect(ended.out).not.toContain("填好了：第3部分");
});

test("a path on a line sends the file, from the folder where the program was called", async () => {
  const place = freshFolder();
  for (const name of ["去年年报.docx", "会议通知.txt", "填好的表.xlsx"])
    writeFileSync(join(place, name), (await paper(name)).bytes);
  const said = [
    "编2025年的",
    "去年年报.docx",
    "./会议通知.txt",
    `"${join(place, "填好的表.xlsx")}"`,
    "1",
    "核对",
  ];
  const ended = await runToEnd(["chat"], place, `${said.join("\n")}\n`);
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(ended.out).toContain("收到2024年的年报");
  expect(ended.out).toContain("没有看到政府信息公开工作年度报告");
  expect(ended.out).toContain("商业企业：去年年报来的是1，这份文件里是0");
  expect(ended.out).toContain("《青山区临江街道办事处2025年政府信息公开工作年度报告》");
});

test("a folder or a file that cannot be read is one line on stderr, and the talk goes on", async () => {
  const place = freshFolder();
  const ended = await runToEnd(["chat"], place, `${place}/\n开始\n`);
  expect(ended.err.trim().split("\n")).toHaveLength(1);
  expect(ended.err).toContain("是文件夹");
  expect(ended.out).toContain("您好");
});
