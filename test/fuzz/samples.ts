import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Good files of one kind to be spoiled, and how. */
export interface Samples {
  reader: string;
  how: "bytes" | "text" | "zip";
  files: readonly Uint8Array[];
}

function published(folder: string | undefined, ending: RegExp): Uint8Array[] {
  if (folder === undefined) return [];
  const names = readdirSync(folder).filter((name) => ending.test(name));
  return names.map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

/** Files that nothing here writes: those of the shared reports. */
const foreign = (folder: string | undefined): Samples[] => [
  { reader: "doc", how: "bytes", files: published(folder, /\.doc$/) },
  { reader: "pdf", how: "bytes", files: published(folder, /\.pdf$/) },
];

/** Good files of every kind, or of one: only what it needs is loaded, so that memory is the reader's. */
export async function samplesOf(folder: string | undefined, only?: string): Promise<Samples[]> {
  const known = foreign(folder).find(({ reader }) => reader === only);
  const all = known === undefined ? [...(await import("./ours.ts").then(({ ours }) => ours())), ...foreign(folder)] : [known]; // prettier-ignore
  return all.filter(({ files }) => files.length > 0);
}
