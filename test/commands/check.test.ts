import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportsFolder } from "../rules/publishedFacts.ts";
import { freshFolder, runToEnd, type Ended } from "../support/process.ts";
import { clean, docxOf, faulty, htmlOf, organ, put, zipBomb } from "./reports.ts";
import { checkJson } from "./schema.ts";

const oneLine = (ended: Ended): string[] => ended.err.trim().split("\n");

describe("check of one file", () => {
  test.each(["docx", "html", "json"])(
    "a right report in .%s has no findings and ends with 0",
    async (kind) => {
      const folder = freshFolder();
      const content =
        kind === "docx" ? await docxOf(clean()) : kind === "html" ? htmlOf(clean()) : JSON.stringify(clean());
      put(folder, `a.${kind}`, content);
      const ended = await runToEnd(["check", `a.${kind}`], folder);
      expect(ended).toMatchObject({ code: 0, err: "" });
      expect(ended.out.trim()).toBe(`a.${kind}　${organ}2025年　没有发现问题`);
      expect((await runToEnd(["check", `a.${kind}`, "--json"], folder)).out).toContain('"findings":[]');
    },
  );

  test.each(["docx", "json"])(
    "a fault in .%s is told once, with its basis, and ends with 1",
    async (kind) => {
      const folder = freshFolder();
      put(folder, "a", kind === "docx" ? await docxOf(faulty()) : JSON.stringify(faulty()));
      const { code, out, err } = await runToEnd(["check", "a"], folder);
      expect({ code, err }).toEqual({ code: 1, err: "" });
      expect(out).toContain("错误");
      expect(out).toContain("依据");
      expect(out).not.toContain("\u001B");
      const [entry] = checkJson((await runToEnd(["check", "a", "--json"], folder)).out);
      if (entry === undefined || "error" in entry) throw new Error("the file was read");
      expect(entry.findings.map(({ rule, verdict }) => ({ rule, verdict }))).toEqual([
        { rule: "B-01", verdict: "broken" },
      ]);
    },
  );

  test("writes the findings into the .docx, the page for paper, and keeps what stood there", async () => {
    const folder = freshFolder();
    put(folder, "a.docx", await docxOf(faulty()));
    put(folder, "page.html", "old");
    const args = ["check", "a.docx", "--annotate", "out/b.docx", "--report", "page.html", "--json"];
    const ended = await runToEnd(args, folder);
    expect(ended).toMatchObject({ code: 1, err: "" });
    checkJson(ended.out);
    const again = checkJson((await runToEnd(["check", "out/b.docx", "--json"], folder)).out);
    expect(again[0]).toMatchObject({ year: 2025 });
    expect(readFileSync(join(folder, "page.html"), "utf8")).toContain(organ);
    expect(readFileSync(join(folder, "page（旧1）.html"), "utf8")).toBe("old");
  });

  test("a file that is no .docx is checked, but not annotated", async () => {
    const folder = freshFolder();
    put(folder, "a.html", htmlOf(clean()));
    const ended = await runToEnd(["check", "a.html", "--annotate", "b.docx"], folder);
    expect(ended.code).toBe(2);
    expect(ended.out).toContain("没有发现问题");
    expect(oneLine(ended)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["a.html"]);
  });
});

describe("check with last year's report", () => {
  test("judges between the years", async () => {
    const folder = freshFolder();
    const last = clean(organ, 2024);
    const cells = { ...last.cells, "requests.received.person": 4, "requests.carriedOut.person": 1 };
    put(folder, "last.json", JSON.stringify({ ...last, cells }));
    put(folder, "a.docx", await docxOf(clean()));
    const ended = await runToEnd(["check", "a.docx", "--last", "last.json", "--json"], folder);
    expect(ended).toMatchObject({ code: 1, err: "" });
    const [entry] = checkJson(ended.out);
    if (entry === undefined || "error" in entry) throw new Error("the file was read");
    expect(entry.findings.map(({ rule }) => rule)).toContain("Y-01");
  });

  test.each([2025, 2023])("refuses a report of %i beside one of 2025", async (year) => {
    const folder = freshFolder();
    put(folder, "last.json", JSON.stringify(clean(organ, year)));
    put(folder, "a.json", JSON.stringify(clean()));
    const ended = await runToEnd(["check", "a.json", "--last", "last.json"], folder);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(oneLine(ended)).toHaveLength(1);
    expect(ended.err).toContain("2024年");
  });

  test("says so when the unit has another name, and goes on", async () => {
    const folder = freshFolder();
    put(folder, "last.json", JSON.stringify(clean("青山区江北街道办事处", 2024)));
    put(folder, "a.json", JSON.stringify(clean()));
    const ended = await runToEnd(["check", "a.json", "--last", "last.json"], folder);
    expect(ended.code).not.toBe(2);
    expect(oneLine(ended)).toHaveLength(1);
    expect(ended.err).toContain("青山区江北街道办事处");
  });
});

describe("a batch with bad files among good ones", () => {
  const batch = async (folder: string): Promise<string[]> => {
    const docx = await docxOf(clean());
    return [
      put(folder, "01.docx", docx),
      put(folder, "02截断.docx", docx.slice(0, 5000)),
      put(folder, "03空.docx", ""),
      put(folder, "04名单.txt", "张三 李四\n王五"),
      put(folder, "05炸弹.docx", zipBomb()),
      put(folder, "06.html", htmlOf(faulty("青山区江北街道办事处"))),
      put(
        folder,
        "07.pdf",
        Uint8Array.from({ length: 4000 }, (_, index) => (index * 131) % 256),
      ),
      "08没有.docx",
      put(folder, "09.json", '{"year": 2025}'),
      put(folder, "10.json", JSON.stringify(clean("青山区江南街道办事处"))),
    ];
  };
  const good = [0, 5, 9];

  test("keeps the order, says one sentence for each, and disturbs nothing else", async () => {
    const folder = freshFolder();
    const files = await batch(folder);
    const ended = await runToEnd(["check", ...files, "--json"], folder);
    expect(ended.code).toBe(2);
    const entries = checkJson(ended.out);
    expect(entries.map(({ file }) => file)).toEqual(files);
    expect(entries.flatMap((entry, index) => ("error" in entry ? [] : [index]))).toEqual(good);
    expect(oneLine(ended)).toHaveLength(files.length - good.length);
    expect(ended.err).not.toMatch(/Error| at |node:/);
  });

  test("for people: the findings of each, a table of all, nothing of a bar in a pipe", async () => {
    const folder = freshFolder();
    const files = await batch(folder);
    const ended = await runToEnd(["check", ...files, "--report", "页.html"], folder);
    expect(ended.code).toBe(2);
    expect(ended.out).toContain("共10份：1份有错误，2份没有错误，7份没有读成。");
    for (const file of files) expect(ended.out).toContain(file);
    expect(ended.out + ended.err).not.toMatch(/[\r\u001B]|正在检查/);
    const page = readFileSync(join(folder, "页.html"), "utf8");
    for (const file of files) expect(page).toContain(file);
    // The one with an error stands first.
    expect(page.indexOf("江北街道")).toBeLessThan(page.indexOf("临江街道"));
  });
});

describe("the page of a batch", () => {
  test("is whole in itself and shows what a file says as text only", async () => {
    const folder = freshFolder();
    const facts = clean('某某<script>alert("1")</script>街道办事处');
    put(folder, "a&b.json", JSON.stringify(facts));
    const ended = await runToEnd(["check", "a&b.json", "--report", "p.html"], folder);
    expect(ended.code).not.toBe(2);
    const page = readFileSync(join(folder, "p.html"), "utf8");
    expect(page).not.toMatch(/<script|<link|<img|https?:\/\/|url\(|@import/);
    expect(page).toContain("&lt;script&gt;");
    expect(page).toContain("a&amp;b.json");
    expect(page).toContain("@page { size: A4");
    expect(page).toMatch(/\d{4}年\d{1,2}月\d{1,2}日/);
  });
});

describe("wrong usage of check", () => {
  const folder = freshFolder();
  put(folder, "a.json", JSON.stringify(clean()));
  put(folder, "b.json", JSON.stringify(clean()));
  put(folder, "many/a.json", JSON.stringify(clean()));
  test.each([
    [["check"], "用法"],
    [["check", "a.json", "b.json", "--last", "a.json"], "--last"],
    [["check", "a.json", "b.json", "--annotate", "x.docx"], "--annotate"],
    [["check", "a.json", "--annotate", "x.pdf"], ".docx"],
    [["check", "a.json", "--report", "x.pdf"], ".html"],
    [["check", "a.json", "--report", "many"], ".html"],
    [["check", "a.json", "--report", "a.json/x.html"], "x.html"],
    [["check", "a.json", "--what"], "用法"],
    [["check", "many"], "many/*.docx"],
    [["check", "a.json", "--last", "none.docx"], "none.docx"],
    [["check", "*.docx"], "*.docx"],
  ])("%j: one line that says what, and 2", async (args, named) => {
    const ended = await runToEnd(args, folder);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(oneLine(ended)).toHaveLength(1);
    expect(ended.err).toContain(named);
    expect(ended.err).toMatch(/[\u4e00-\u9fff]/);
  });

  test("never writes over a file that is checked", async () => {
    const own = freshFolder();
    const bytes = await docxOf(faulty());
    put(own, "a.docx", bytes);
    const ended = await runToEnd(["check", "a.docx", "--annotate", "./a.docx"], own);
    expect(ended.code).toBe(2);
    expect(readFileSync(join(own, "a.docx")).equals(bytes)).toBe(true);
  });

  test("finds the files of a pattern that the shell left as it is", async () => {
    const ended = await runToEnd(["check", "*.json", "--json"], folder);
    expect(checkJson(ended.out).map(({ file }) => file)).toEqual(["a.json", "b.json"]);
  });
});

test("three hundred files of every kind come out in order within the memory allowed", async () => {
  const folder = freshFolder();
  const contents = [
    await docxOf(clean()),
    htmlOf(faulty()),
    new TextEncoder().encode(JSON.stringify(clean())),
    new TextEncoder().encode("不是年报"),
  ];
  const published = reportsFolder();
  if (published !== undefined)
    for (const file of readdirSync(published))
      if (/\.(?:txt|html|docx|doc)$/.test(file)) contents.push(readFileSync(join(published, file)));
  const files = Array.from({ length: 300 }, (_, index) => `${String(index).padStart(3, "0")}.file`);
  for (const [index, file] of files.entries())
    writeFileSync(join(folder, file), contents[index % contents.length] ?? new Uint8Array());
  const ended = await runToEnd(["check", "*.file", "--json"], folder);
  expect(existsSync(join(folder, files[299] ?? ""))).toBe(true);
  expect(ended.code).toBe(2);
  expect(checkJson(ended.out).map(({ file }) => file)).toEqual(files);
}, 240_000);
