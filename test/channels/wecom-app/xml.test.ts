import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf, Unreadable } from "../../../src/channels/wecom-app/xml.ts";
import { cdata } from "../../fakes/wecom-app/envelope.ts";

const read = (xml: string): Record<string, string> => Object.fromEntries(fieldsOf(xml));

describe("the fields of a callback", () => {
  it.each([
    ["words in CDATA", "<xml><Content><![CDATA[收到4件]]></Content></xml>", { Content: "收到4件" }],
    ["words without", "<xml>\n <CreateTime>1700000000</CreateTime>\n</xml>\n", { CreateTime: "1700000000" }],
    [
      "markup in CDATA",
      "<xml><Content><![CDATA[<b>&amp;</b>]]></Content></xml>",
      { Content: "<b>&amp;</b>" },
    ],
    ["CDATA cut at ]]>", "<xml><Content><![CDATA[a]]]]><![CDATA[>b]]></Content></xml>", { Content: "a]]>b" }],
    [
      "entities",
      "<xml><Content>&lt;甲&gt; &amp;&quot;&apos;&#20214;&#x4EF6;</Content></xml>",
      { Content: "<甲> &\"'件件" },
    ],
    ["an empty field", "<xml><EventKey></EventKey><Event/></xml>", { EventKey: "", Event: "" }],
    ["blanks around", "<xml><A>\n<![CDATA[ b ]]>\n</A></xml>", { A: "b" }],
    [
      "a name like one of ours",
      "<xml><constructor>1</constructor><__proto__>2</__proto__></xml>",
      JSON.parse('{"constructor":"1","__proto__":"2"}'),
    ],
  ])("are read: %s", (_, xml, fields) => {
    expect(read(xml)).toEqual(fields);
  });

  it("of a pressed card are read beside its nested selections", () => {
    const selected =
      "<SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId></OptionIds></SelectedItem><SelectedItem><QuestionKey>p</QuestionKey></SelectedItem></SelectedItems>";
    expect(read(`<xml><TaskId>t</TaskId>${selected}<EventKey>k</EventKey></xml>`)).toEqual({
      TaskId: "t",
      SelectedItems: "",
      EventKey: "k",
    });
  });

  it.each([
    ["nothing", ""],
    ["words alone", "收到4件"],
    ["a document type", '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
    ["an external entity", '<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml></xml>'],
    ["an entity of its own", "<xml><A>&a;</A></xml>"],
    ["a named entity of HTML", "<xml><A>&nbsp;</A></xml>"],
    ["a bare ampersand", "<xml><A>a & b</A></xml>"],
    ["no character", "<xml><A>&#0;</A></xml>"],
    ["half a character", "<xml><A>&#xD800;</A></xml>"],
    ["a character beyond the last", "<xml><A>&#x110000;</A></xml>"],
    ["attributes", '<xml><A b="c">1</A></xml>'],
    ["a comment", "<xml><!-- a --><A>1</A></xml>"],
    ["a processing instruction", "<?xml-stylesheet?><xml></xml>"],
    ["a field twice", "<xml><FromUserName>a</FromUserName><FromUserName>b</FromUserName></xml>"],
    ["another root", "<html><A>1</A></html>"],
    ["two roots", "<xml></xml><xml></xml>"],
    ["something after the end", "<xml></xml>a"],
    ["words between the fields", "<xml>a<A>1</A></xml>"],
    ["crossed elements", "<xml><A><B></A></B></xml>"],
    ["an element that is not closed", "<xml><A>1</A>"],
    ["CDATA that is not closed", "<xml><A><![CDATA[1</A></xml>"],
    ["an end too many", "<xml></xml></xml>"],
    ["six levels", "<xml><A><B><C><D><E>1</E></D></C></B></A></xml>"],
  ])("are refused: %s", (_, xml) => {
    expect(() => fieldsOf(xml)).toThrow(Unreadable);
  });

  it("come back as they were written, whatever they say", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,12}$/);
    const fields = fc.dictionary(
      name,
      fc.string({ unit: "grapheme" }).map((text) => text.trim()),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fields, (said) => {
        const xml = Object.entries(said).map(([key, value]) => `<${key}>${cdata(value)}</${key}>`);
        expect(read(`<xml>${xml.join("")}</xml>`)).toEqual(said);
      }),
    );
  });

  it("are read or refused, and never anything else", () => {
    const part = fc.constantFrom(
      "<xml>",
      "</xml>",
      "<A>",
      "</A>",
      "<![CDATA[",
      "]]>",
      "&lt;",
      "&",
      "<!",
      "<?",
      "a",
      " ",
      "<A/>",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        try {
          expect(fieldsOf(parts.join(""))).toBeInstanceOf(Map);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
      }),
    );
  });

  it("of 256 KB that mean harm are refused at once", () => {
    const size = 256 * 1024;
    for (const part of ["<", "<A>", "<![CDATA[", "&", "<xml>", "]]>", "&#"])
      expect(() => fieldsOf(`<xml><A>${part.repeat(size / part.length)}`)).toThrow(Unreadable);
  }, 2000);
});
