import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Inbound, Receipt } from "../channels/channel.ts";
import { localChat, TerminalChannel } from "../channels/terminal.ts";
import { readSafely } from "../checking/pool.ts";
import { Engine } from "../conversation/engine.ts";
import { plainText } from "../conversation/reply.ts";
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
      const terminal = new TerminalChannel({
        input: rim.stdin,
        output: rim.stdout,
        errors: rim.stderr,
        folder: resolve(rim.folder, values.out ?? "out"),
        from: rim.folder,
        now: () => rim.now(),
        answered: () => Promise.resolve(),
      });
      const inbound = async (message: Inbound): Promise<Receipt> => {
        if (message.kind !== "message") return { kind: "ignored" };
        const [file] = message.files;
        const signal = AbortSignal.timeout(60_000);
        const sent = file && (await terminal.fetch(file, { maxBytes: file.size ?? 0 }));
        const replies = await engine.answer({
          id: message.id,
          talk: "terminal",
          unit: "local",
          sender: { id: "local", name: "您" },
          text: message.text,
          ...(sent === undefined ? {} : { file: sent }),
        });
        const options = { key: message.id, again: false, signal };
        for (const reply of replies)
          if (reply.type === "file") {
            await terminal.send(localChat, reply, options);
            await terminal.send(localChat, { type: "text", text: reply.note }, options);
          } else await terminal.send(localChat, { type: "text", text: plainText(reply) }, options);
        return { kind: "taken" };
      };
      await terminal.start({ inbound, state: () => undefined, history: () => Promise.resolve([]) });
      return (await terminal.ended) ? 0 : 2;
    } finally {
      await store.close();
    }
  },
};
