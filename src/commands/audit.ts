import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { OutsideError } from "../errors.ts";
import { audit as auditRows, auditStore, type Audited } from "../store/audit.ts";
import type { Compared } from "../store/covered.ts";
import { TrailRow, type Broken } from "../store/trail.ts";
import { fail, type Command, type ExitCode, type Rim } from "./command.ts";
import { canWrite, notReadable } from "./files.ts";
import { dataFolder, openHouse } from "./openHouse.ts";

const usage = "audit 留痕文件 [--last 校验码]，或 audit --out 留痕文件 [--data 文件夹] [--last 校验码]";

const broken: Readonly<Record<Broken, (number: number) => string>> = {
  changed: (number) => `从第${number}条起对不上：这一条的内容或校验码被改动过，或者前面加过、少了一条。`,
  missing: (number) => `缺第${number}条：它被删去了。`,
  order: (number) => `从第${number}条起次序不对：有一条挪了位置，或者多出一条。`,
  unreadable: (number) => (number === 1 ? "这不是留痕文件，或者第1条读不出来。" : `第${number}条读不出来。`),
};

const wording = {
  whole: (count: number, last: string): string =>
    `共${count}条，前后相接，没有改动过。最后一条的校验码是 ${last}，可以抄下来，下次用 --last 对照。`,
  goesOn: "上次抄下的校验码也在里面，是接着它往下记的。",
  cut: (noted: string): string => `里面没有校验码是 ${noted} 的一条：后面的记录被截去了，或者整个换过。`,
  empty: "里面一条记录也没有。",
  nothing: "还没有留痕：没有人记过什么。",
  same: "各份年报的记录都和留痕相符。",
  changed: (unit: string, year: number): string => `${unit}${year}年的记录被改动过。`,
  gone: (unit: string, year: number): string => `${unit}${year}年的年报不见了，不是年报助手删的。`,
  unknown: (count: number): string => `有${count}条是更新版本的程序写的，这个版本看不懂，请用新版本核对。`,
  unwitnessed: (reports: Compared["unwitnessed"]): string => {
    const names = reports
      .slice(0, 5)
      .map(({ unit, year }) => `${unit}${year}年`)
      .join("、");
    const events = reports.reduce((all, { count }) => all + count, 0);
    return `另有${events}条记录没有留痕可以对照（${names}${reports.length > 5 ? "等" : ""}）：是有留痕以前记的，就没有关系；不是，就是从程序外面加进来的。`;
  },
  written: (file: string): string => `留痕写在 ${file}。`,
  badHash: "--last 要写抄下的校验码，至少前16位，只有数字和 a 到 f。",
};

export const audit: Command = {
  usage,
  does: "核对留痕有没有被改动过；--out 先从数据里取出留痕，并和各份年报的记录对照",
  async run(args, rim) {
    const { values, positionals } = parseArgs({
      args,
      options: { out: { type: "string" }, data: { type: "string" }, last: { type: "string" } },
      allowPositionals: true,
    });
    const noted = values.last?.trim().toLowerCase();
    if (noted !== undefined && !/^[0-9a-f]{16,64}$/.test(noted)) return fail(rim, wording.badHash);
    const [file, ...more] = positionals;
    if (more.length > 0 || (file === undefined) === (values.out === undefined))
      return fail(rim, `参数不对。用法：${usage}`);
    if (file !== undefined)
      return tell(rim, await audited(resolve(rim.folder, file), noted), noted, wording.empty);
    return await fromStore(rim, { out: resolve(rim.folder, values.out ?? ""), data: values.data, noted });
  },
};

/** An exported file. */
const audited = (file: string, noted: string | undefined): Promise<Audited> =>
  auditRows(rowsIn(file), { noted });

async function* rowsIn(file: string): AsyncGenerator<TrailRow | null> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    for await (const line of handle.readLines()) if (line.trim() !== "") yield rowIn(line);
  } catch (cause) {
    throw notReadable(file, cause);
  } finally {
    await handle?.close();
  }
}

function rowIn(line: string): TrailRow | null {
  try {
    return TrailRow.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** The store's own, written into a file as well. */
async function fromStore(
  rim: Rim,
  { out, data, noted }: { out: string; data: string | undefined; noted: string | undefined },
): Promise<ExitCode> {
  await canWrite(out);
  const house = openHouse(rim, dataFolder(rim, data));
  if (!house.begun()) return fail(rim, `还没有数据（${house.place}）。请看 --data 写的对不对。`);
  const store = await house.open();
  try {
    const found = await writing(out, (write) => auditStore(store.keeping, { noted, write }));
    rim.stdout.write(`${wording.written(out)}\n`);
    const code = tell(rim, found, noted, wording.nothing, 0);
    return found.compared === null ? code : compared(rim, found.compared, found.unknown, code);
  } finally {
    await store.close();
  }
}

function compared(
  rim: Rim,
  { deviations, unwitnessed }: Compared,
  unknown: number,
  code: ExitCode,
): ExitCode {
  if (unknown > 0) return fail(rim, wording.unknown(unknown));
  if (unwitnessed.length > 0) rim.stdout.write(`${wording.unwitnessed(unwitnessed)}\n`);
  if (deviations.length > 0)
    return fail(rim, deviations.map(({ how, unit, year }) => wording[how](unit, year)).join(""));
  rim.stdout.write(`${wording.same}\n`);
  return code;
}

/** What is said of the chain. `empty`, with its exit code: where there is no line. */
function tell(
  rim: Rim,
  { chain, noted }: Audited,
  hash: string | undefined,
  empty: string,
  emptyCode: ExitCode = 2,
): ExitCode {
  if (chain.kind === "broken") return fail(rim, broken[chain.why](chain.number));
  if (!noted) return fail(rim, wording.cut(hash ?? ""));
  if (chain.count === 0 && emptyCode === 2) return fail(rim, empty);
  if (chain.count === 0) rim.stdout.write(`${empty}\n`);
  else
    rim.stdout.write(
      `${wording.whole(chain.count, chain.last)}${hash === undefined ? "" : wording.goesOn}\n`,
    );
  return 0;
}

/** A file of lines, there when all of it is. */
async function writing<T>(
  file: string,
  work: (write: (row: TrailRow) => Promise<void>) => Promise<T>,
): Promise<T> {
  const part = `${file}.part`;
  let handle: FileHandle | undefined;
  try {
    handle = await open(part, "w", 0o600);
    const to = handle;
    const result = await work(async ({ number, line, hash }) => {
      await to.write(`${JSON.stringify({ number, line, hash })}\n`);
    });
    await handle.sync();
    await handle.close();
    await rename(part, file);
    return result;
  } catch (cause) {
    await handle?.close().catch(() => undefined);
    await rm(part, { force: true }).catch(() => undefined);
    if (cause instanceof OutsideError || !(cause instanceof Error && "code" in cause)) throw cause;
    const message = `写不了“${file}”：磁盘满了，或者没有写入的权限。`;
    throw new OutsideError(message, { where: file, code: "file-not-written", cause });
  }
}
