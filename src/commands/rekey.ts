import { parseArgs } from "node:util";
import { keysIn } from "../config.ts";
import { sealWith } from "../store/aesSeal.ts";
import { reseal, type Resealed } from "../store/reseal.ts";
import { unsealed } from "../store/seal.ts";
import { fail, type Command } from "./command.ts";
import { dataFolder, openHouse } from "./openHouse.ts";

const wording = {
  noKey: "没有设 NIANBAO_KEY，没有改动数据。请先用 openssl rand -base64 32 生成一个密钥，填在设置里。",
  nothing: (place: string): string => `${place}里还没有数据，没有改动。请看 --data 写的对不对。`,
  sealed: ({ rows, changed }: Resealed): string =>
    `${rows}条记录都用现在的密钥加密好了，其中${changed}条是这次处理的。`,
  former: "NIANBAO_KEY_FORMER 里的旧密钥可以从设置里去掉了；以前的备份还要用它才打得开，请另外留好。",
  plain: ({ rows, changed }: Resealed): string =>
    `${rows}条记录都不再加密，其中${changed}条是这次处理的。请从设置里去掉 NIANBAO_KEY 和 NIANBAO_KEY_FORMER，再启动年报助手。`,
  unopened: ({ unopened, changed }: Resealed): string =>
    `有${unopened}条记录打不开，没有动它们；处理了${changed}条。它们用的密钥要是还在，请写在 NIANBAO_KEY_FORMER 里再运行一次；旧密钥先别删。`,
  busy: ({ busy, changed }: Resealed): string =>
    `有${busy}条记录正在改动，还没有处理；处理了${changed}条。请过一会儿再运行一次；旧密钥先别删。`,
};

export const rekey: Command = {
  usage: "rekey [--data 文件夹] [--plain]",
  does: "换了密钥以后，把全部数据改用新密钥加密；--plain 改成不加密，要先停下年报助手",
  async run(args, rim) {
    const { values } = parseArgs({
      args,
      options: { data: { type: "string" }, plain: { type: "boolean" } },
    });
    const keys = keysIn(rim.environment);
    if (keys === null) return fail(rim, wording.noKey);
    const house = openHouse(rim, dataFolder(rim, values.data));
    if (!house.begun()) return fail(rim, wording.nothing(house.place));
    const store = await house.open();
    try {
      const from = sealWith(keys);
      const plain = values.plain === true;
      const went = await reseal(store, { from, to: plain ? unsealed : from, now: rim.now() });
      if (went.unopened > 0) return fail(rim, wording.unopened(went));
      if (went.busy > 0) return fail(rim, wording.busy(went));
      const told = plain
        ? [wording.plain(went)]
        : [wording.sealed(went), ...(keys.former.length > 0 ? [wording.former] : [])];
      rim.stdout.write(`${told.join("\n")}\n`);
      return 0;
    } finally {
      await store.close();
    }
  },
};
