import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from "fflate";
import type { Chance } from "./chance.ts";

/** Ways to spoil a file: by bytes, by the words of its text or markup, and by the parts of a zip. */

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const ofBytes: readonly ((bytes: Uint8Array, chance: Chance) => Uint8Array)[] = [
  function flipBits(bytes, chance) {
    const copy = bytes.slice();
    for (let left = 1 + chance.upTo(20); left > 0; left--) {
      const at = chance.upTo(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << chance.upTo(8));
    }
    return copy;
  },
  function cutOff(bytes, chance) {
    return bytes.slice(0, chance.upTo(bytes.length));
  },
  function putIn(bytes, chance) {
    const at = chance.upTo(bytes.length);
    const noise = Uint8Array.from({ length: 1 + chance.upTo(200) }, () => chance.upTo(256));
    return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
  },
  function repeat(bytes, chance) {
    const from = chance.upTo(bytes.length);
    const piece = bytes.subarray(from, from + 1 + chance.upTo(4_000));
    const at = chance.upTo(bytes.length);
    const times = 1 + chance.upTo(chance.pick([1, 3, 40]));
    return joined(bytes.subarray(0, at), ...Array.from({ length: times }, () => piece), bytes.subarray(at));
  },
  function takeOut(bytes, chance) {
    const at = chance.upTo(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + chance.upTo(2_000)));
  },
  function overwrite(bytes, chance) {
    const copy = bytes.slice();
    const at = chance.upTo(copy.length);
    copy.fill(chance.pick([0, 0xff, 0x20, 0x3c, 0x80]), at, at + 1 + chance.upTo(300));
    return copy;
  },
  function largeNumber(bytes, chance) {
    const copy = bytes.slice();
    const at = chance.upTo(Math.max(1, copy.length - 4));
    copy.set(chance.pick([[0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0x80], [1, 0, 0, 0]]), Math.min(at, Math.max(0, copy.length - 4))); // prettier-ignore
    return copy;
  },
];

/** What readers of markup and text stumble over. */
const tokens = [
  "<", ">", "&", '"', "]]>", "<![CDATA[", "<!--", "-->", "&#0;", "&#x110000;", "&nbsp;", "&bomb;", "\0", "\ufffd", "\ud800", "\u202e", "\u200b", "\v", "\t", "\n",
  "<table>", "</table>", "<tr>", "<td rowspan=0 colspan=99999>", "</td>", "<div style='display:none'>", "<br>", "<h1>", "<p>",
  "<w:tbl>", "</w:tbl>", "<w:tr>", "<w:tc>", "<w:p>", "</w:p>", '<w:gridSpan w:val="9999999"/>', "<w:vMerge/>", "<w:txbxContent>", "<w:del>", "<w:sdt>", '<w:gridBefore w:val="500"/>', '<w:numId w:val="1"/>', "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
  '<mergeCell ref="A1:XFD1048576"/>', '<c r="ZZZ99999999"><v>1</v></c>', '<row r="1048576">', '<dimension ref="A1:XFD1048576"/>', 't="s"', "<v>4294967296</v>", "<v>-1</v>",
  "一、", "六、", "总计", "第二十条第（一）项", "本年新收政府信息公开申请数量", "99999999999999999999", "-1", "1e999", "０", "〇", "|", "｜", "\r",
]; // prettier-ignore

const ofText: readonly ((text: string, chance: Chance) => string)[] = [
  function putToken(text, chance) {
    const at = chance.upTo(text.length);
    const token = chance.pick(tokens).repeat(chance.pick([1, 1, 1, 2, 50, 2_000]));
    return text.slice(0, at) + token + text.slice(at);
  },
  function dropTag(text, chance) {
    const at = text.indexOf("<", chance.upTo(text.length));
    return at < 0 ? text : text.slice(0, at) + text.slice(text.indexOf(">", at) + 1);
  },
  function changeNumber(text, chance) {
    const at = chance.upTo(text.length);
    const value = chance.pick(["0", "-1", "65536", "1e9", "99999999999", "", "NaN", "1.5"]);
    return text.slice(0, at) + text.slice(at).replace(/\d+/, value);
  },
  function repeatElement(text, chance) {
    const at = text.indexOf("<", chance.upTo(text.length));
    const end = text.indexOf(">", at + 1 + chance.upTo(600)) + 1;
    return at < 0 || end <= at ? text : text.slice(0, end) + text.slice(at, end).repeat(chance.pick([1, 5, 300])) + text.slice(end); // prettier-ignore
  },
  function moveLines(text, chance) {
    const lines = text.split(/(?<=\n|>)/);
    const [from, to] = [chance.upTo(lines.length), chance.upTo(lines.length)];
    const moved = lines.splice(from, 1 + chance.upTo(5));
    lines.splice(to, 0, ...moved);
    return lines.join("");
  },
  function dropWord(text, chance) {
    const at = chance.upTo(text.length);
    return text.slice(0, at) + text.slice(at + 1 + chance.upTo(12));
  },
];

function spoilText(bytes: Uint8Array, chance: Chance): Uint8Array {
  let text = strFromU8(bytes);
  if (text === "") return bytes;
  for (let left = 1 + chance.upTo(3); left > 0 && text.length > 0; left--)
    text = chance.pick(ofText)(text, chance);
  return strToU8(text.slice(0, 3_000_000));
}

/** Changes within the parts of a zip reach what changes of the packed bytes never do. */
function spoilParts(zip: Uint8Array, chance: Chance): Uint8Array {
  const parts: Zippable = { ...unzipSync(zip) };
  const names = Object.keys(parts);
  const wanted = names.filter((name) =>
    /document\.xml$|sheet\d*\.xml$|sharedStrings|workbook\.xml$/.test(name),
  );
  const name = chance.upTo(4) > 0 && wanted.length > 0 ? chance.pick(wanted) : chance.pick(names);
  const part = parts[name];
  const other = chance.pick(names);
  switch (chance.upTo(10)) {
    case 0:
      Reflect.deleteProperty(parts, name);
      break;
    case 1:
      [parts[name], parts[other]] = [parts[other] ?? new Uint8Array(), parts[name] ?? new Uint8Array()];
      break;
    case 2:
      if (part instanceof Uint8Array && part.length > 0) parts[name] = chance.pick(ofBytes)(part, chance);
      break;
    default:
      if (part instanceof Uint8Array) parts[name] = spoilText(part, chance);
  }
  return zipSync(parts, { level: 1 });
}

/** One spoiled copy of a good file. */
export function spoil(bytes: Uint8Array, kind: "bytes" | "text" | "zip", chance: Chance): Uint8Array {
  const byBytes = chance.upTo(kind === "bytes" ? 1 : 4) === 0;
  if (!byBytes) return kind === "zip" ? spoilParts(bytes, chance) : spoilText(bytes, chance);
  let spoiled = bytes;
  for (let left = 1 + chance.upTo(3); left > 0 && spoiled.length > 0; left--)
    spoiled = chance.pick(ofBytes)(spoiled, chance);
  return spoiled;
}
