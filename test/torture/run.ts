import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { programs } from "./postgres.ts";
import { torture } from "./torture.ts";

/** npm run torture [-- --conversations 200 --messages 20 --kills 10 --drops 2 --seed N --embedded]. Exit code 1 when anything was lost, out of order, or came twice. */
const { values } = parseArgs({
  options: {
    conversations: { type: "string", default: "200" },
    messages: { type: "string", default: "20" },
    kills: { type: "string", default: "10" },
    drops: { type: "string", default: "2" },
    "drop-seconds": { type: "string", default: "5" },
    pace: { type: "string", default: "4000" },
    seed: { type: "string" },
    embedded: { type: "boolean", default: false },
  },
});
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
if (!values.embedded && programs() === undefined) {
  process.stderr.write(
    "没有找到 PostgreSQL。请安装（apt-get install postgresql），或加 --embedded 只试内置的库。\n",
  );
  process.exit(2);
}
// What was started is ended.
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));
const seed = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
print(`种子 ${seed}（--seed ${seed} 再跑同样的一次）`);
const outcome = await torture({
  conversations: Number(values.conversations),
  messages: Number(values.messages),
  kills: Number(values.kills),
  drops: Number(values.drops),
  dropMs: Number(values["drop-seconds"]) * 1000,
  paceMs: Number(values.pace),
  seed,
  embedded: values.embedded,
});
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} 秒`;
const lines: readonly [string, string | number][] = [
  ["消息", outcome.messages],
  ["丢失", outcome.lost],
  ["次序错", outcome.outOfOrder],
  ["处理两次", outcome.twice],
  ["看得见的重复", outcome.seenTwice],
  ["没有做完", outcome.left],
  ["强行结束进程", outcome.kills],
  ["数据库中断", outcome.drops],
  ["启动时连不上数据库而退出", outcome.ends],
  ["没有确认、再次送达", outcome.offeredAgain],
  ["再次发送、平台认出", outcome.recognised],
  ["一个对话最长的停顿", seconds(outcome.stallMs)],
  ["用时", seconds(outcome.ms)],
];
for (const [name, value] of lines) print(`${name}：${value}`);
if (outcome.folder !== undefined) print(`日志和数据在 ${outcome.folder}`);
const { lost, outOfOrder, twice, seenTwice, left } = outcome;
process.exitCode = lost + outOfOrder + twice + seenTwice + left === 0 ? 0 : 1;
