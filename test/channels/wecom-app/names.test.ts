import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameIn } from "../../../src/channels/wecom-app/names.ts";

const asBytes = (name: string): string => Buffer.from(name).toString("latin1");

describe("the name of a file", () => {
  it.each([
    ["attachment; filename*=utf-8''2025%E5%B9%B4%E6%8A%A5.docx", "2025年报.docx"],
    ["attachment; filename=\"x.docx\"; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.docx", "年报.docx"],
    [`attachment; filename="${asBytes("年 报（终稿）.docx")}"`, "年 报（终稿）.docx"],
    ['attachment; filename="%E5%B9%B4%E6%8A%A5.docx"', "年报.docx"],
    ["attachment; filename=report.docx", "report.docx"],
    ['attachment; filename="a\\"b.docx"', 'a"b.docx'],
    ['attachment; filename="100%.docx"', "100%.docx"],
    ["attachment; filename*=utf-8''%E5%ZZ.docx; filename=b.docx", "b.docx"],
    [`attachment; filename="${Buffer.from("b1e0", "hex").toString("latin1")}.doc"`, "±à.doc"],
    ['attachment; filename="../../etc/passwd"', "passwd"],
    ["attachment; filename*=utf-8''..%2F..%5Ca.docx", "a.docx"],
    ["attachment", ""],
    ["", ""],
  ])("in %s", (disposition, name) => {
    expect(nameIn(disposition)).toBe(name);
  });

  it("comes back, in each way of writing it, and never leads elsewhere", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }), (said) => {
        const extended = nameIn(`attachment; filename*=utf-8''${encodeURIComponent(said.toWellFormed())}`);
        expect(extended).not.toMatch(/[/\\\p{Cc}]/u);
        if (!/[/\\%"\p{Cc}]/u.test(said) && said.trim() === said)
          expect([extended, nameIn(`attachment; filename="${asBytes(said)}"`)]).toEqual([said, said]);
      }),
    );
  });
});
