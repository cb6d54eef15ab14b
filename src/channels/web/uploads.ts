import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ChannelError, type ChannelRim } from "../channel.ts";

/** After a day nobody fetches a file any more: the store has it, or its message was given up. */
const keptMs = 24 * 60 * 60 * 1000;

/** Files that were sent and not fetched yet: on the disk, so that a restart between the two loses none. */
export class Uploads {
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #seal: ChannelRim["seal"];

  constructor({ folder, now, seal }: Pick<ChannelRim, "folder" | "now" | "seal">) {
    this.#folder = join(folder, "uploads");
    this.#now = () => now();
    this.#seal = seal;
  }

  /** Resolves with what `read` needs, when the bytes are on the disk; the same message has one file, however often it comes. */
  async keep(messageId: string, bytes: Uint8Array): Promise<string> {
    const ref = createHash("sha256").update(messageId).digest("hex");
    const path = join(this.#folder, ref);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.tidy();
    const file = await open(`${path}.part`, "w", 0o600);
    try {
      await file.writeFile(this.#seal?.closeBytes(bytes, about(ref)) ?? bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.part`, path);
    return ref;
  }

  /** ChannelError: too_large, or expired when the file is gone. */
  async read(ref: string, maxBytes: number): Promise<Uint8Array> {
    try {
      if (!/^[0-9a-f]{64}$/.test(ref)) throw new Error("no reference of ours");
      const lies = new Uint8Array(await readFile(join(this.#folder, ref)));
      const bytes = this.#seal?.openBytes(lies, about(ref)) ?? lies;
      if (bytes.length <= maxBytes) return bytes;
      throw new ChannelError("文件太大了，请核对是不是发错了。", { where: "web", code: "too_large" });
    } catch (cause) {
      if (cause instanceof ChannelError) throw cause;
      throw new ChannelError("文件已经不在了，请再发一次。", { where: "web", code: "expired", cause });
    }
  }

  /** Forgets what is too old. */
  async tidy(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (this.#now().getTime() - mtimeMs > keptMs) await rm(path, { force: true });
    }
  }
}

const about = (ref: string): string => `upload ${ref}`;
