import { once } from "node:events";
import { createServer } from "node:net";
import type { Probe } from "../channel.ts";

/** Whether the page could listen there, or does so already. A running one is only asked for its page. */
export async function probePort(port: number): Promise<Probe> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const closed = once(server, "close");
    server.close();
    await closed;
    return { ok: true, says: port === 0 ? "网页可以打开" : `网页的端口${port}空着，可以用` };
  } catch {
    if (await isOurs(port)) return { ok: true, says: `网页正开着，端口${port}` };
    return {
      ok: false,
      says: `网页的端口${port}不能用，被别的程序占着或没有权限`,
      todo: "把 NIANBAO_WEB_PORT 改成别的数，例如8788。",
    };
  }
}

async function isOurs(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(3000) });
    return (await answer.text()).includes("<title>年报助手</title>");
  } catch {
    return false;
  }
}
