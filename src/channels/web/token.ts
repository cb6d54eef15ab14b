import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ChannelError } from "../channel.ts";

const shape = /^[\w-]{43}$/;

/** The secret in the link: made once (256 bits), readable by its owner only, the same after a restart. ChannelError where the disk refuses. */
export async function tokenIn(folder: string): Promise<string> {
  const path = join(folder, "token");
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const kept = await readFile(path, "utf8").catch(() => "");
    if (shape.test(kept.trim())) {
      await chmod(path, 0o600);
      return kept.trim();
    }
    const token = randomBytes(32).toString("base64url");
    await writeFile(path, token, { mode: 0o600 });
    await chmod(path, 0o600);
    return token;
  } catch (cause) {
    throw new ChannelError("网页的口令没有存下来，请检查数据文件夹能不能写、磁盘满不满。", {
      where: "web",
      code: "invalid",
      cause,
    });
  }
}
