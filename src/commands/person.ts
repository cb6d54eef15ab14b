import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ChannelName } from "../channels/channel.ts";
import { OutsideError } from "../errors.ts";
import { forgetStranger } from "../dispatch/access/strangers.ts";
import type { PersonId } from "../dispatch/people/belongings.ts";
import { erase, erasedName, extentOf, type Extent } from "../dispatch/people/erase.ts";
import { exportOf, strangersOf } from "../dispatch/people/export.ts";
import type { MailStore } from "../store/mail.ts";
import { fail, type Command, type ExitCode, type Rim } from "./command.ts";
import { canWrite } from "./files.ts";
import { dataFolder, openHouse } from "./openHouse.ts";

const usage =
  "person 渠道 编号 --out 文件.json，或 person 渠道 编号 --erase [--yes]，都可以加 [--data 文件夹]";

const amounts = ({ reports, events, talks, messages }: Extent): string =>
  `${reports}份年报里的${events}条记录，${talks}段对话，${messages}条还留着的消息`;

const wording = {
  channel: (name: string): string => `没有“${name}”这个渠道，能写的有：${ChannelName.options.join("、")}。`,
  oneOf: "请写明要做什么：--out 文件.json 是导出，--erase 是删除，一次做一样。",
  nothing: "没有存着这个人的东西。请核对渠道和编号：编号是平台给的，区分大小写，不是姓名。",
  written: (file: string): string =>
    `已导出到 ${file}。里面有这个人说过的话，请放在别人看不到的地方，用完删掉。`,
  would: (extent: Extent, named: string): string =>
    `要删除的${named}：${amounts(extent)}。\n` +
    `对话和消息删去；年报里的姓名、编号换成“${erasedName}”，原话删去，数字和写进年报的文字是单位的，留着。\n` +
    "删了不能找回。确定要删，请在命令后面加上 --yes。",
  erased: (extent: Extent): string => `已删除：${amounts(extent)}。`,
  untouched: [
    "下面这些没有动，要删请另外处理：",
    "· 名单（NIANBAO_ACCESS 那个文件）里的这个人",
    "· 备份和以前导出的文件",
    "· 年报里写着的联系人、负责人，别人说的话里提到他的",
    "· 留痕里的代号（由编号算出，不是姓名和编号）、平台自己存的聊天记录",
  ].join("\n"),
  elsewhere: "· 其他几台机器数据文件夹里的 编号.txt",
};

export const person: Command = {
  usage,
  does: "导出或者删除存着的一个人的全部内容",
  async run(args, rim) {
    const { values, positionals } = parseArgs({
      args,
      options: {
        out: { type: "string" },
        data: { type: "string" },
        erase: { type: "boolean" },
        yes: { type: "boolean" },
      },
      allowPositionals: true,
    });
    const [channel = "", id = "", ...more] = positionals;
    if (id === "" || more.length > 0) return fail(rim, `参数不对。用法：${usage}`);
    const named = ChannelName.safeParse(channel);
    if (!named.success) return fail(rim, wording.channel(channel));
    if ((values.out === undefined) === (values.erase !== true)) return fail(rim, wording.oneOf);
    const out = values.out === undefined ? undefined : resolve(rim.folder, values.out);
    if (out !== undefined) await canWrite(out);
    const data = dataFolder(rim, values.data);
    const house = openHouse(rim, data);
    if (!house.begun()) return fail(rim, `还没有数据（${house.place}）。请看 --data 写的对不对。`);
    const store = await house.open();
    try {
      const who = { channel: named.data, id };
      if (out !== undefined) return await exported(rim, { store, data, who, out });
      return await erased(rim, { store, data, who, sure: values.yes === true });
    } finally {
      await store.close();
    }
  },
};

async function exported(
  rim: Rim,
  { store, data, who, out }: { store: MailStore; data: string; who: PersonId; out: string },
): Promise<ExitCode> {
  const found = await exportOf(store, who, data);
  if (found === null) return fail(rim, wording.nothing);
  try {
    await writeFile(out, `${JSON.stringify(found, null, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    const message = `写不了“${out}”：磁盘满了，或者没有写入的权限。`;
    throw new OutsideError(message, { where: out, code: "file-not-written", cause });
  }
  rim.stdout.write(`${wording.written(out)}\n`);
  return 0;
}

async function erased(
  rim: Rim,
  { store, data, who, sure }: { store: MailStore; data: string; who: PersonId; sure: boolean },
): Promise<ExitCode> {
  const extent = await extentOf(store, who);
  const strangers = await strangersOf(data, who);
  const { reports, talks, messages } = extent;
  if (reports + talks + messages + strangers.length === 0) return fail(rim, wording.nothing);
  const called = extent.names.length === 0 ? "" : `（${extent.names.join("、")}）`;
  if (!sure) {
    rim.stdout.write(`${wording.would(extent, called)}\n`);
    return 0;
  }
  await erase(store, who, { extent, now: rim.now() });
  await forgetStranger(data, who);
  // What the page was given and nobody has fetched yet.
  if (who.channel === "web") await rm(join(data, "web", "uploads"), { recursive: true, force: true });
  const database = rim.environment["DATABASE_URL"] ?? "";
  const left = database === "" ? wording.untouched : `${wording.untouched}\n${wording.elsewhere}`;
  rim.stdout.write(`${wording.erased(extent)}\n${left}\n`);
  return 0;
}
