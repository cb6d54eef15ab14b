import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filled, fill, parsePrompt } from "../../src/llm/prompts.ts";
import { grids, tableIds } from "../../src/report/form.ts";

const text = `---
version: 3
slots: [rows, message]
---

## system

你把话读成命令。行名：{{rows}}

## user

{{message}}

（再说一遍行名：{{rows}}）
`;

describe("a prompt", () => {
  it("has a version, slots and two parts", () => {
    expect(parsePrompt("sample", text)).toEqual({
      name: "sample",
      version: "3",
      slots: ["rows", "message"],
      system: "你把话读成命令。行名：{{rows}}",
      user: "{{message}}\n\n（再说一遍行名：{{rows}}）",
    });
  });

  it("is filled with what it declares, wherever it stands", () => {
    expect(filled(parsePrompt("sample", text), { rows: "甲、乙", message: "今年3件" })).toEqual({
      name: "sample",
      version: "3",
      system: "你把话读成命令。行名：甲、乙",
      user: "今年3件\n\n（再说一遍行名：甲、乙）",
    });
  });

  it("never reads what it is filled with as a slot or a pattern", () => {
    const prompt = parsePrompt("sample", text);
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom("{{rows}}", "$&$1", "{{x}}", "## user")),
        (message) => {
          expect(filled(prompt, { rows: "甲", message }).user).toBe(`${message}\n\n（再说一遍行名：甲）`);
        },
      ),
    );
  });

  const wrong: [string, () => unknown, RegExp][] = [
    ["a slot nobody fills", () => filled(parsePrompt("p", text), { rows: "" }), /nothing for message/],
    ["a slot it does not have", () => filled(parsePrompt("p", text), { rows: "", message: "", year: "2025" }), /no slot year/], // prettier-ignore
    ["an inherited slot", () => filled(parsePrompt("p", text.replaceAll("rows", "toString")), { message: "" }), /nothing for toString/], // prettier-ignore
    ["a declared slot that is not used", () => parsePrompt("p", text.replace("message]", "message, year]")), /unused slots year/], // prettier-ignore
    [
      "a used slot that is not declared",
      () => parsePrompt("p", text.replace("rows, ", "")),
      /undeclared slots rows/,
    ],
    ["braces that are no slot", () => parsePrompt("p", text.replace("再说", "{{ 再说")), /braces/],
    ["no front matter", () => parsePrompt("p", text.slice(4)), /front matter/],
    ["no version", () => parsePrompt("p", text.replace("version: 3", "version: new")), /front matter/],
    ["one part only", () => parsePrompt("p", text.replace("## user", "## User")), /part/],
    ["an empty part", () => parsePrompt("p", text.replace(/## system[\s\S]*## user/, "## system\n\n## user")), /part/], // prettier-ignore
    ["a path for a name", () => fill("../README", {}), /not a name/],
    ["a name without a file", () => fill("no-such-prompt", {}), /no-such-prompt/],
  ];
  it.each(wrong)("is refused with %s", (_, make, why) => {
    expect(make).toThrow(why);
  });
});

/** Everyday words among the printed labels. */
const everyday = new Set(["其他", "规章", "总计", "/"]);
const labels = new Set(
  tableIds
    .flatMap((table) => grids[table].rows.flat())
    .filter((place) => place.kind !== "figure")
    .flatMap(({ text: label }) => [
      label,
      label.replace(/^(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]+）|\d+\.)/, ""),
    ]) // prettier-ignore
    .filter((label) => label !== "" && !everyday.has(label)),
);

const folder = join(import.meta.dirname, "..", "..", "prompts");
const names = readdirSync(folder).filter((name) => !name.startsWith("."));

describe("the files of prompts/", () => {
  it("are prompts, and the labels are at hand", () => {
    expect(names.filter((name) => !/^[a-z][a-z-]*\.md$/.test(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(0);
    expect(labels.size).toBeGreaterThan(40);
    expect(labels).toContain("自然人");
  });

  it.each(names)("%s parses, and has no label of the form typed in", (name) => {
    const file = readFileSync(join(folder, name), "utf8");
    expect(() => parsePrompt(name.replace(/\.md$/, ""), file)).not.toThrow();
    expect([...labels].filter((label) => file.includes(label))).toEqual([]);
  });
});
