import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { OutsideError } from "../errors.ts";
import { writeBackup } from "../store/backup/write.ts";
import type { Content } from "../store/backup/shape.ts";
import { fail, type Command, type Rim } from "./command.ts";
import { canWrite } from "./files.ts";
import { dataFolder, openHouse, type House } from "./openHouse.ts";
import { version } from "./version.ts";

const wording = {
  done: (file: string, { foot, size }: Content & { size: number }): string =>
    `已备份到 ${file}：${foot.rows}条记录，${large(size)}，读回核对过。`,
  sealed: "里面的内容是加密的，恢复以后还要用现在的 NIANBAO_KEY：密钥请另外保管，不要和备份放在一起。",
  plain: "备份没有加密，里面有年报和对话，请放在别人看不到的地方。",
  nothing: (place: string): string => `没有备份：还没有可以备份的数据（${place}）。请看 --data 写的对不对。`,
  inUse: (place: string): string =>
    `没有备份：年报助手正开着，在用它的数据（${place}）。请先停下它，再备份。`,
};

const large = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)}KB` : `${(bytes / 1_000_000).toFixed(1)}MB`;

export const backup: Command = {
  usage: "backup 备份文件 [--data 文件夹]",
  does: "把全部数据备份成一个文件",
  async run(args, rim) {
    const { values, positionals } = parseArgs({
      args,
      options: { data: { type: "string" } },
      allowPositionals: true,
    });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return fail(rim, `请写一个备份文件的名字：${backup.usage}`);
    const file = resolve(rim.folder, name);
    await canWrite(file);
    const house = openHouse(rim, dataFolder(rim, values.data));
    const done = house.begun() ? await written(house, file, rim) : null;
    if (done === null) return fail(rim, wording.nothing(house.place));
    rim.stdout.write(`${wording.done(file, done)}\n${done.sealed ? wording.sealed : wording.plain}\n`);
    return 0;
  },
};

/** null: there is nothing to back up. */
async function written(house: House, file: string, rim: Rim): Promise<(Content & { size: number }) | null> {
  const store = await house.open().catch((error: unknown) => {
    if (!(error instanceof OutsideError) || error.code !== "in-use") throw error;
    throw new OutsideError(wording.inUse(house.place), { where: "store", code: "in-use", cause: error });
  });
  try {
    if (await store.holdings.empty()) return null;
    return await writeBackup(store.holdings, file, { program: version, at: rim.now().toISOString() });
  } finally {
    await store.close();
  }
}
