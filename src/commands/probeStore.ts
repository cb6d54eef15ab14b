import { existsSync } from "node:fs";
import type { Probe } from "../channels/channel.ts";
import { keysIn, ownFaults, ownSettings, valuesOf } from "../config.ts";
import { OutsideError } from "../errors.ts";
import type { MailStore } from "../store/mail.ts";
import type { Rim } from "./command.ts";
import { openHouse } from "./openHouse.ts";

type Line = Probe & { off?: true };

const wording = {
  faults: "设置里有填得不对的，改好以前打不开数据",
  later: (data: string): string => `${data} 还没有，第一次用时会建`,
  inUse: (place: string): string => `${place} 正由开着的年报助手使用`,
  fine: (place: string): string => `${place} 可以读写`,
  closed: (place: string): string => `${place} 打不开，原因见“加密”`,
  off: "数据没有加密；要加密，请把 openssl rand -base64 32 生成的密钥填在 NIANBAO_KEY",
  on: "数据加密存放",
  mixed: "数据加密存放，但可能还有以前没加密、或者用旧密钥加密的",
  rekey: "请停下年报助手，运行一次 npm run -s nianbao -- rekey。",
};

/** Whether the data can be opened, and how they are sealed. Notes no key that is not in use there. */
export async function probeStore(rim: Rim, data: string): Promise<{ store: Line; seal: Line }> {
  if (ownFaults(rim.environment).length > 0)
    return { store: { ok: false, says: wording.faults }, seal: { ok: false, says: wording.faults } };
  const on = keysIn(rim.environment) !== null;
  const sealed: Line = on ? { ok: true, says: wording.on } : { ok: true, off: true, says: wording.off };
  const inFolder = valuesOf(ownSettings, rim.environment)["DATABASE_URL"] === undefined;
  const place = inFolder ? data : "数据库";
  if (inFolder && !existsSync(data)) return { store: { ok: true, says: wording.later(data) }, seal: sealed };
  try {
    const mixed = await isMixed(rim, data);
    const seal = on && mixed ? { ok: true, says: wording.mixed, todo: wording.rekey } : sealed;
    return { store: { ok: true, says: wording.fine(place) }, seal };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const { code, message } = error;
    if (code === "in-use") return { store: { ok: true, says: wording.inUse(place) }, seal: sealed };
    if (code === "sealed" || code === "wrong-key")
      return { store: { ok: false, says: wording.closed(place) }, seal: { ok: false, says: message } };
    return { store: { ok: false, says: message }, seal: sealed };
  }
}

/** Opened without a key first: what lies plain stays without a note of it. */
async function isMixed(rim: Rim, data: string): Promise<boolean> {
  const { NIANBAO_KEY: current, NIANBAO_KEY_FORMER: former, ...environment } = rim.environment;
  const within = async (
    house: { open(): Promise<MailStore> },
    ask: (store: MailStore) => Promise<boolean>,
  ) => {
    const store = await house.open();
    try {
      return await ask(store);
    } finally {
      await store.close();
    }
  };
  try {
    const plain = openHouse({ ...rim, environment }, data);
    return await within(plain, async ({ holdings }) => !(await holdings.empty()));
  } catch (error) {
    const sealed = error instanceof OutsideError && error.code === "sealed";
    if (!sealed || (current === undefined && former === undefined)) throw error;
    return await within(openHouse(rim, data), ({ keeping }) => keeping.isMixed());
  }
}
