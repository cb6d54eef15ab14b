import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { talkInTerminal } from "../channels/terminal.ts";
import { readSafely } from "../checking/pool.ts";
import { Engine } from "../conversation/engine.ts";
import { newTalk } from "../conversation/talk.ts";
import { openStore } from "../store/embedded.ts";
import type { Command } from "./command.ts";

export const chat: Command = {
  usage: "chat [--data 文件夹] [--out 文件夹] [--new]",
  does: "在终端里一问一答编年报；管道输入时每行一条消息",
  async run(args, rim) {
    const { values } = parseArgs({
      args,
      options: { data: { type: "string" }, out: { type: "string" }, new: { type: "boolean" } },
    });
    const store = await openStore(resolve(rim.folder, values.data ?? "data"));
    try {
      if (values.new === true) {
        const unit = `local-${rim.now().getTime()}`;
        await store.turn("terminal", (turn) => Promise.resolve(turn.putTalk(newTalk(unit))));
      }
      const engine = new Engine({ store, now: () => rim.now(), read: readSafely });
      const whole = await talkInTerminal({
        input: rim.stdin,
        output: rim.stdout,
        errors: rim.stderr,
        folder: resolve(rim.folder, values.out ?? "out"),
        from: rim.folder,
        answer: (message) => engine.answer(message),
      });
      return whole ? 0 : 2;
    } finally {
      await store.close();
    }
  },
};
