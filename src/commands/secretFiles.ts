import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Setting } from "../channels/channel.ts";
import { fileName, type Environment } from "../config.ts";

/** A secret is one line; a larger file is another one. In bytes. */
const largest = 64 * 1024;

/**
 * The environment with the secrets that stand in files: for FEISHU_APP_SECRET_FILE there is FEISHU_APP_SECRET. Where a file
 * will not do, its secret is not set, and the name of the file has one sentence why instead of the path.
 */
export function withSecretFiles(
  settings: readonly Setting[],
  environment: Environment,
  folder: string,
): Environment {
  const known = { ...environment };
  for (const { name, secret } of settings) {
    const path = environment[fileName(name)]?.trim() ?? "";
    if (secret !== true || path === "") continue;
    const read = (environment[name]?.trim() ?? "") === "" ? secretIn(resolve(folder, path)) : both;
    delete known[name];
    delete known[fileName(name)];
    if ("fault" in read) known[fileName(name)] = read.fault(name);
    else known[name] = read.secret;
  }
  return known;
}

type Read = { secret: string } | { fault: (name: string) => string };

const both: Read = { fault: (name) => `${name} 和 ${fileName(name)} 只能填一个。` };
const wrong = (why: string): Read => ({ fault: (name) => `${fileName(name)} 写的文件${why}。` });

/** Nothing of what the file holds is told. */
function secretIn(path: string): Read {
  try {
    const there = statSync(path);
    if (!there.isFile()) return wrong("不是文件");
    if (there.size > largest) return wrong("太大了，不像是密码或密钥");
    const secret = readFileSync(path, "utf8").trim();
    if (secret === "") return wrong("是空的");
    return /\p{Cc}|\uFFFD/u.test(secret) ? wrong("里不是一行文字") : { secret };
  } catch {
    return wrong("读不出来，请核对位置和权限");
  }
}
