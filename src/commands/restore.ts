import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { OutsideError } from "../errors.ts";
import { contentOf } from "../store/backup/read.ts";
import { restoredRows } from "../store/backup/restored.ts";
import type { Content } from "../store/backup/shape.ts";
import { fail, type Command } from "./command.ts";
import { dataFolder, openHouse, type House } from "./openHouse.ts";

const wording = {
  done: (place: string, { head, foot }: Content): string =>
    `已恢复到${place}：${foot.rows}条记录，是${moment(head.at)}备份的。`,
  sealed: "里面的内容是加密的，要用备份时的 NIANBAO_KEY 才打得开。",
};

/** By clocks in China. */
const moment = (at: string): string =>
  new Date(at).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long", timeStyle: "short" });

export const restore: Command = {
  usage: "restore 备份文件 [--data 文件夹]",
  does: "把备份恢复到空的数据文件夹或空的数据库",
  async run(args, rim) {
    const { values, positionals } = parseArgs({
      args,
      options: { data: { type: "string" } },
      allowPositionals: true,
    });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) return fail(rim, `请写一个备份文件的名字：${restore.usage}`);
    const file = resolve(rim.folder, name);
    // All of it is read before anything is opened: a file that is not whole changes nothing.
    const content = await contentOf(file);
    const house = openHouse(rim, dataFolder(rim, values.data));
    await fill(house, file, rim.now());
    rim.stdout.write(`${wording.done(house.place, content)}\n${content.sealed ? `${wording.sealed}\n` : ""}`);
    await tryOpening(house);
    return 0;
  },
};

async function fill(house: House, file: string, now: Date): Promise<void> {
  const store = await house.open();
  try {
    await store.holdings.fill(restoredRows(file, now));
  } finally {
    await store.close();
  }
}

/** Whether the settings fit what was restored: another key is told now, not when it is needed. */
async function tryOpening(house: House): Promise<void> {
  try {
    await (await house.open()).close();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const message = `数据恢复好了，但按现在的设置打不开：${error.message}`;
    throw new OutsideError(message, { where: error.where, code: error.code, cause: error });
  }
}
