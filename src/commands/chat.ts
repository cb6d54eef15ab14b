import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { localChat, localPerson, TerminalChannel } from "../channels/terminal.ts";
import { readSafely } from "../checking/pool.ts";
import { newTalk } from "../conversation/talk.ts";
import { Access } from "../dispatch/access.ts";
import { openStore } from "../store/embedded.ts";
import { Dispatch } from "../dispatch/dispatch.ts";
import { boundless } from "../dispatch/inbox/limits.ts";
import { talkKey } from "../dispatch/payload.ts";
import { ownSettings, valuesOf } from "../config.ts";
import { silent, type Log } from "../log.ts";
import type { MailStore } from "../store/mail.ts";
import type { Command, Rim } from "./command.ts";
import { modelFor } from "./model.ts";
import { sealFrom } from "./sealFrom.ts";

const talk = talkKey("terminal", localChat, localPerson.id);
/** How the talk in the terminal was called before there were channels. */
const oldTalk = "terminal";

export const chat: Command = {
  usage: "chat [--data 文件夹] [--out 文件夹] [--new]",
  does: "在终端里一问一答编年报；管道输入时每行一条消息",
  async run(args, rim) {
    const { values } = parseArgs({
      args,
      options: { data: { type: "string" }, out: { type: "string" }, new: { type: "boolean" } },
    });
    const own = valuesOf(ownSettings, rim.environment);
    const data = resolve(rim.folder, values.data ?? own["NIANBAO_DATA"] ?? "data");
    // Whoever sits here talks alone: what is said lies in the folder, also where a database is set.
    const store = await openStore(data, { seal: sealFrom(rim.environment) });
    try {
      if (values.new === true) await begin(store, `local-${rim.now().getTime()}`);
      else await carryOver(store);
      const { log, faults } = complaints(rim);
      const now = () => rim.now();
      const terminal = new TerminalChannel({
        input: rim.stdin,
        output: rim.stdout,
        errors: rim.stderr,
        folder: resolve(rim.folder, values.out ?? "out"),
        from: rim.folder,
        now,
        answered: () => dispatch.idle(),
      });
      const access = new Access({ now, log });
      const dispatch: Dispatch = new Dispatch({
        channels: [terminal],
        store,
        access,
        bounds: boundless,
        read: readSafely,
        model: await modelFor(rim, data, silent),
        now,
        log,
      });
      await dispatch.start();
      const whole = await terminal.ended;
      await dispatch.stop();
      return whole && faults() === 0 ? 0 : 2;
    } finally {
      await store.close();
    }
  },
};

const begin = (store: MailStore, unit: string): Promise<void> =>
  store.turn(talk, (turn) => Promise.resolve(turn.putTalk(newTalk(unit))));

/** A talk of the time before goes on. */
async function carryOver(store: MailStore): Promise<void> {
  if ((await store.turn(talk, (turn) => turn.talk())) !== undefined) return;
  const old = await store.turn(oldTalk, (turn) => turn.talk());
  if (old !== undefined) await store.turn(talk, (turn) => Promise.resolve(turn.putTalk(old)));
}

/** What the operator would read in a log is one line here, for the person who sits before it. */
function complaints(rim: Rim): { log: Log; faults: () => number } {
  let faults = 0;
  const error: Log["error"] = (event, fields) => {
    if (event === "given-up" || event === "channel-failed" || (fields?.["attempt"] ?? 0) !== 0) return;
    faults += 1;
    const what = [event, ...Object.values(fields ?? {})].join(" ");
    rim.stderr.write(
      event === "store-failed" || event === "turn-failed"
        ? `数据读写不了，刚才那句话可能没有记下（${String(fields?.["code"] ?? event)}）。\n`
        : `程序出错了，请把这一行告诉维护人员：${what}\n`,
    );
  };
  return { log: { info: () => undefined, warn: () => undefined, error }, faults: () => faults };
}
