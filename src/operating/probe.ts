import { createServer, get } from "node:http";
import { once } from "node:events";
import type { Probe } from "../channels/channel.ts";
import { OutsideError } from "../errors.ts";
import { addressOf, listen, urlOf } from "./address.ts";

/** How long a running service may take to say that it lives, in ms. */
const patienceMs = 3000;

/** Whether `/healthz` answers there as it should. Never rejects. */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get(url, { timeout: patienceMs, agent: false }, (response) => {
      response.setEncoding("utf8").on("data", (text: string) => {
        resolve(response.statusCode === 200 && text.startsWith("ok"));
        asked.destroy();
      });
      response.on("close", () => resolve(false));
    });
    asked.on("timeout", () => asked.destroy(new Error("too late")));
    asked.on("error", () => resolve(false));
  });
}

/** Whether the service could listen there, or does so already. */
export async function probeAddress(text: string): Promise<Probe> {
  const server = createServer();
  try {
    const address = addressOf(text);
    if (address.port !== 0 && (await answers(urlOf(address, "/healthz"))))
      return { ok: true, says: `看运行状况的地址正开着：${text}` };
    await listen(server, address);
    const closed = once(server, "close");
    server.close();
    await closed;
    return { ok: true, says: `看运行状况的地址 ${text} 空着，可以用` };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { ok: false, says: error.message };
  }
}
