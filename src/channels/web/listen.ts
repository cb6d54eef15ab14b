import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { ChannelError } from "../channel.ts";
import { headers } from "./guard.ts";

/** Whoever sends slowly on purpose is let go; the page itself waits three minutes for a file to go up. In ms. */
const limits = { headersTimeout: 10_000, requestTimeout: 180_000, connectionsCheckingInterval: 5000 };
const largestHeader = 16 * 1024;
const mostConnections = 128;

/** A server that listens on 127.0.0.1, and on which port. ChannelError (invalid): one sentence why nothing can listen there. */
export async function listen(app: Hono, wanted: number): Promise<{ server: Server; port: number }> {
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer({ ...limits, maxHeaderSize: largestHeader }, (request, response) => {
    // Also on what is answered before any route is looked at.
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    void answer(request, response);
  });
  server.maxConnections = mostConnections;
  server.listen(wanted, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : "";
    const why =
      code === "EADDRINUSE"
        ? `网页的端口${wanted}已被占用，可能年报助手已经开着；请先关掉那一个，或把 NIANBAO_WEB_PORT 改成别的数。`
        : `网页的端口${wanted}打不开，请把 NIANBAO_WEB_PORT 改成别的数，例如8788。`;
    throw new ChannelError(why, { where: "web", code: "invalid", cause });
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("listens on no port");
  return { server, port: address.port };
}
