import { createInterface } from "node:readline";
import { FakeGateway } from "../wechaty.ts";

/**
 * A gateway by itself, to develop against: `node test/fakes/wechaty/serve.ts [PORT]`. The first line tells its endpoint
 * and token; each line typed is said by 张三 to the bot, what people see is printed.
 */
const gateway = await FakeGateway.open({ port: Number(process.argv[2] ?? 0) });
const { account } = gateway;
account.person("zhang-san", "张三");
account.onSent = ({ text, file }) => print(text ?? `文件：${file?.name ?? ""}`);
print(`${gateway.endpoint} ${gateway.token}`);

const lines = createInterface({ input: process.stdin });
lines.on("line", (text) => {
  const at = Math.round(performance.timeOrigin + performance.now());
  account.says({ from: "zhang-san", room: null, text, at });
});
lines.once("close", () => void gateway.close());

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
