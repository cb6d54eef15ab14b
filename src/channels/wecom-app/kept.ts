import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "../../log.ts";

const Uploads = z.record(z.string(), z.object({ media: z.string(), at: z.number() }));
type Uploads = z.infer<typeof Uploads>;

/** A media id lives for three days; before it may end, the file is uploaded anew. */
const livesMs = 2.5 * 24 * 3_600_000;
const most = 500;

/**
 * The media ids of uploads by the key of their message. A repeat with the same media id is the same message to the
 * platform, which then shows it once; so they outlive the process. Where the disk refuses, only the process knows them.
 */
export class Kept {
  readonly #path: string;
  readonly #log: Log;
  readonly #now: () => Date;
  #uploads: Promise<Map<string, Uploads[string]>> | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor({ folder, log, now }: { folder: string; log: Log; now: () => Date }) {
    this.#path = join(folder, "uploads.json");
    this.#log = log;
    this.#now = now;
  }

  /** The media id kept for a key. */
  async of(key: string): Promise<string | undefined> {
    const upload = (await this.#read()).get(key);
    return upload !== undefined && upload.at + livesMs > this.#now().getTime() ? upload.media : undefined;
  }

  /** Resolves when it is on the disk. */
  async keep(key: string, media: string): Promise<void> {
    const at = this.#now().getTime();
    const uploads = await this.#read();
    uploads.delete(key);
    uploads.set(key, { media, at });
    for (const [old, upload] of uploads)
      if (upload.at + livesMs <= at || uploads.size > most) uploads.delete(old);
    this.#writing = this.#writing.then(() => this.#write(uploads));
    await this.#writing;
  }

  #read(): Promise<Map<string, Uploads[string]>> {
    this.#uploads ??= readFile(this.#path, "utf8").then(
      (text) => new Map(Object.entries(uploadsIn(text))),
      () => new Map<string, Uploads[string]>(),
    );
    return this.#uploads;
  }

  async #write(uploads: ReadonlyMap<string, Uploads[string]>): Promise<void> {
    try {
      await mkdir(join(this.#path, ".."), { recursive: true });
      const file = await open(`${this.#path}.part`, "w", 0o600);
      try {
        await file.writeFile(JSON.stringify(Object.fromEntries(uploads)));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${this.#path}.part`, this.#path);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      this.#log.warn("wecom-app-uploads-not-kept", { code });
    }
  }
}

/** A file that somebody changed or that was cut off holds nothing. */
function uploadsIn(text: string): Uploads {
  try {
    return Uploads.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
