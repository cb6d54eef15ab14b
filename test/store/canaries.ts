import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The forms in which a text may stand in a file: as bytes of the encodings there are, escaped in JSON, or in base64 at any place. */
function formsOf(text: string): Buffer[] {
  const utf8 = Buffer.from(text);
  const escaped = [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  // Of base64 the letters that depend on nothing before or behind.
  const inBase64 = [0, 1, 2].map((before) => {
    const base64 = Buffer.concat([Buffer.alloc(before), utf8]).toString("base64");
    return base64.slice(Math.ceil((before * 4) / 3), -4);
  });
  const utf16 = Buffer.from(text, "utf16le");
  return [
    utf8,
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(escaped),
    ...inBase64.map((one) => Buffer.from(one)),
  ];
}

/** Those of these texts that stand in a file of this folder, its journals included. */
export function found(folder: string, texts: readonly string[]): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file));
  return texts.filter((text) => formsOf(text).some((form) => files.some((bytes) => bytes.includes(form))));
}
