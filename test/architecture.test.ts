import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";

/** The layers of the house: a folder imports its own files and lower layers only. A file at the top counts as a folder. */
const layers: Readonly<Record<string, number>> = {
  "errors.ts": 0, "log.ts": 0, "meter.ts": 0, language: 0, report: 1, llm: 1, rules: 2, reading: 3, understanding: 3, drafting: 3, document: 3,
  conversation: 4, checking: 4, store: 5, channels: 5, dispatch: 6, operating: 6, "config.ts": 7, commands: 7, "main.ts": 8, "cli.ts": 8,
}; // prettier-ignore
/** Where the world begins: clock, network, environment. */
const rim = new Set(["config.ts", "main.ts", "cli.ts", "commands", "store", "channels", "operating"]);
/** Packages every folder may use. */
const everywhere = new Set(["zod"]);

const src = join(import.meta.dirname, "..", "src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const folderOf = (file: string): string => file.split("/")[0] ?? file;
const layerOf = (file: string): number => layers[folderOf(file)] ?? Number.NaN;
const textOf = (file: string): string => readFileSync(join(src, file), "utf8");
const withoutComments = (file: string): string =>
  textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");

/** The sources a file imports, exports from or loads. */
const importsOf = (file: string): string[] =>
  [...withoutComments(file).matchAll(/(?:\bfrom\s+|^import\s+|\bimport\(\s*)["']([^"']+)["']/gm)].flatMap(
    ([, source]) => source ?? [],
  );
const localImports = (file: string): string[] =>
  importsOf(file)
    .filter((source) => source.startsWith("."))
    .map((source) => relative(src, join(src, dirname(file), source)));
const packageOf = (source: string): string =>
  source.split("/").slice(0, source.startsWith("@") ? 2 : 1).join("/"); // prettier-ignore

it("finds the files and their imports", () => {
  expect(files.length).toBeGreaterThan(10);
  expect(localImports("conversation/talk.ts")).toContain("understanding/command.ts");
  expect(importsOf("store/memory.ts")).toContain("keyv");
});

it("puts every file into a layer", () => {
  expect(files.filter((file) => Number.isNaN(layerOf(file)))).toEqual([]);
});

it("imports downhill, never sideways or up", () => {
  const wrong = files.flatMap((file) =>
    localImports(file)
      .filter((other) => folderOf(other) !== folderOf(file) && !(layerOf(other) < layerOf(file)))
      .filter((other) => layerOf(file) < 7 || layerOf(other) !== layerOf(file))
      .map((other) => `${file} imports ${other}`),
  );
  expect(wrong).toEqual([]);
});

it("has no circle of imports", () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (path.includes(file) || done.has(file)) return;
    for (const other of localImports(file)) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

it("imports files that exist, and a package in one folder only", () => {
  const users = new Map<string, Set<string>>();
  for (const file of files) {
    for (const other of localImports(file)) expect(files, `imported by ${file}`).toContain(other);
    for (const source of importsOf(file).filter((name) => !/^(?:\.|node:)/.test(name)))
      users.set(packageOf(source), (users.get(packageOf(source)) ?? new Set()).add(folderOf(file)));
  }
  const shared = [...users].filter(([name, folders]) => !everywhere.has(name) && folders.size > 1);
  expect(shared.map(([name, folders]) => `${name}: ${[...folders].join(", ")}`)).toEqual([]);
});

it("has no barrels, and no file over 300 lines", () => {
  expect(files.filter((file) => /(?:^|\/)index\.ts$/.test(file) && folderOf(file) !== "channels")).toEqual(
    [],
  );
  expect(files.filter((file) => textOf(file).split("\n").length > 301)).toEqual([]);
});

it("reads the environment, the clock, chance and the network at the rim only", () => {
  const outside = /process\.env|Date\.now|new Date\(\)|Math\.random|(?<![.#])\bfetch\(/;
  expect(files.filter((file) => !rim.has(folderOf(file)) && outside.test(withoutComments(file)))).toEqual([]);
});
