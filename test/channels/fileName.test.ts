import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseName, nameIn } from "../../src/channels/fileName.ts";

const asBytes = (name: string): string => Buffer.from(name).toString("latin1");
const gbk = (hex: string): string => Buffer.from(hex, "hex").toString("latin1");

describe("The name of a file that was sent", () => {
  it.each([
    ["attachment; filename*=utf-8''2025%E5%B9%B4%E6%8A%A5.docx", "2025年报.docx"],
    ["attachment; filename=\"x.docx\"; filename*=UTF-8''%E5%B9%B4%20%E6%8A%A5.docx", "年 报.docx"],
    ["attachment; filename*=gbk''%C4%EA%B1%A8.doc", "年报.doc"],
    ["attachment; filename*=utf-8''%E5%ZZ.docx; filename=b.docx", "b.docx"],
    [`attachment; filename="${asBytes("年 报（终稿）.docx")}"`, "年 报（终稿）.docx"],
    [`attachment; filename="${gbk("c4eab1a8")}.doc"`, "年报.doc"],
    [`attachment; filename="${gbk("ff")}.doc"`, "ÿ.doc"],
    ['attachment; filename="年报.docx"', "年报.docx"],
    ['attachment; filename="2025%E5%B9%B4+%E5%B9%B4%E6%8A%A5.docx"', "2025年 年报.docx"],
    ["attachment; filename=%E5%B9%B4%E6%8A%A5.docx", "年报.docx"],
    ["attachment; filename=report.docx", "report.docx"],
    ['attachment; filename="C++.docx"', "C++.docx"],
    ['attachment; filename="100%.docx"', "100%.docx"],
    ['attachment; filename="a \\"b\\".docx"', 'a "b".docx'],
    ['attachment; filename="../../etc/passwd"', "passwd"],
    ['attachment; filename="..%2F..%2Fetc%2Fpasswd"', "passwd"],
    ["attachment; filename*=utf-8''..%2F..%5Ca.docx", "a.docx"],
    ['attachment; filename="C:\\\\x\\\\y.doc"', "y.doc"],
    ['attachment; filename=".."', undefined],
    ["attachment", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("in %s", (disposition, name) => {
    expect(nameIn(disposition)).toBe(name);
  });

  it("comes back, in each way of writing it, and never leads elsewhere", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }), (said) => {
        const extended = nameIn(`attachment; filename*=utf-8''${encodeURIComponent(said.toWellFormed())}`);
        expect(extended ?? "").not.toMatch(/[/\\\p{Cc}]/u);
        const plain = !/[/\\%"\p{Cc}]/u.test(said) && said.trim() === said && !/^\.+$/.test(said);
        if (plain)
          expect([extended, nameIn(`attachment; filename="${asBytes(said)}"`)]).toEqual([said, said]);
      }),
    );
  });

  it("is at most 200 characters long", () => {
    expect(baseName("长".repeat(300))).toBe("长".repeat(200));
  });
});
