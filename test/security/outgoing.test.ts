import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { toDocx } from "../../src/document/docx.ts";
import { toHtml } from "../../src/document/html.ts";
import { toXlsx } from "../../src/document/xlsx.ts";
import { completeReport, subdistrict } from "../support/balanced.ts";

/** What we hand over, whatever somebody has called the organ or written into it. */

const nasty = [
  "=cmd|' /C calc'!A0",
  "+1+1",
  "@SUM(1)",
  "-2+3",
  '"><script>alert(1)</script>',
  "<img src=x onerror=alert(1)>",
  "</w:t></w:r><w:instrText>INCLUDETEXT http://evil.example</w:instrText>",
  "]]><!ENTITY a SYSTEM 'file:///etc/passwd'>&a;",
  "{ HYPERLINK javascript:alert(1) }",
  "&lt;script&gt;",
];
const words = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: "binary", maxLength: 40 }));
const reportOf = (name: string, text: string) =>
  completeReport({
    organ: { ...subdistrict, name: `某某${name}街道办事处` },
    paragraphs: { other: [{ text: `${text}。`, remarks: [text] }] },
  });
const partsOf = (bytes: Uint8Array): [string, string][] =>
  Object.entries(unzipSync(bytes)).map(([path, data]) => [path, strFromU8(data)]);

describe("a .docx", () => {
  it("has no macro, no field that fetches, and nothing that points outside", async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (name, text) => {
        const parts = partsOf(await toDocx(reportOf(name, text)));
        for (const [path, xml] of parts) {
          expect(path).toMatch(/\.(?:xml|rels)$/);
          expect(xml, path).not.toMatch(
            /TargetMode="External"|<!DOCTYPE|<!ENTITY|<w:altChunk|<o:OLEObject|<w:attachedTemplate/,
          );
          // The number of the page is the only thing that is worked out.
          for (const [, field = ""] of xml.matchAll(/<w:instrText[^>]*>([^<]*)</g))
            expect(field.trim()).toBe("PAGE");
          expect(xml, path).not.toMatch(/<w:fldSimple/);
        }
        expect(parts.find(([path]) => path === "[Content_Types].xml")?.[1]).not.toMatch(
          /macro|vba|activeX|oleObject/i,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("an .xlsx", () => {
  it("has no formula but the sums of the form, and nothing that points outside", () => {
    fc.assert(
      fc.property(words, (name) => {
        const parts = partsOf(toXlsx({ title: name, cells: completeReport().cells }));
        const formulas = parts.flatMap(([, xml]) =>
          [...xml.matchAll(/<f[^>]*>([^<]*)<\/f>/g)].map(([, formula = ""]) => formula),
        );
        expect(formulas.length).toBeGreaterThan(20);
        for (const formula of formulas)
          expect(formula).toMatch(/^IF\(COUNT\([A-Z0-9,]+\)&lt;\d+,"",SUM\([A-Z0-9,]+\)\)$/);
        for (const [path, xml] of parts)
          expect(xml, path).not.toMatch(/TargetMode="External"|<!DOCTYPE|ddeLink|<hyperlink/);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a page", () => {
  it("has no element, attribute or address that somebody wrote", () => {
    const shapes = (page: Uint8Array): string[] =>
      [
        ...new TextDecoder()
          .decode(page)
          .matchAll(/<\/?([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi),
      ].map(([, tag = "", attributes = ""]) =>
        [tag, ...[...attributes.matchAll(/\s([a-z-]+)="[^"]*"/g)].map(([, name]) => name)].join(" "),
      );
    const ours = new Set(shapes(toHtml(reportOf("甲", "乙"))));
    const allowed = [...ours].flatMap((shape) => [shape, shape.replace(/ data-remark$/, "")]);
    fc.assert(
      fc.property(words, words, (name, text) => {
        const page = toHtml(reportOf(name, text));
        expect(allowed).toEqual(expect.arrayContaining([...new Set(shapes(page))]));
        // Every other < is one that was written by us or escaped.
        expect(new TextDecoder().decode(page)).not.toMatch(
          /<(?![a-z/!])|<(?:script|img|link|iframe|svg|object)\b/i,
        );
      }),
      { numRuns: 60 },
    );
    expect([...ours].join("\n")).not.toMatch(/\b(?:src|href|action|on[a-z]+)\b/);
  });
});
