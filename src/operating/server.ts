import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "../log.ts";

/** An answer to somebody who watches. */
export interface Answer {
  status: number;
  type: string;
  body: string;
}

/** What every answer carries: nothing kept, nothing guessed, nothing loaded, no frame around it. */
const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

export const plain = (status: number, words: string): Answer => ({
  status,
  type: "text/plain; charset=utf-8",
  body: `${words}\n`,
});

/** More than watch at the same time; who comes on top is turned away, and messages go on. */
const mostConnections = 64;
const patienceMs = 5000;

/** Answers GET and HEAD of these paths; nothing that is sent along is read. */
export function openServer(paths: Readonly<Record<string, () => Promise<Answer>>>, log: Log): Server {
  const limits = { headersTimeout: patienceMs, requestTimeout: patienceMs, keepAliveTimeout: patienceMs };
  const server = createServer({ ...limits, maxHeaderSize: 8192 }, (request, response) => {
    answer(request, paths)
      .catch((error: unknown) => {
        log.error("operating-fault", { name: error instanceof Error ? error.name : typeof error });
        return plain(500, "error");
      })
      .then((answered) => write(response, answered))
      .catch(() => response.destroy());
  });
  server.maxConnections = mostConnections;
  return server;
}

async function answer(
  { method, url = "" }: IncomingMessage,
  paths: Readonly<Record<string, () => Promise<Answer>>>,
): Promise<Answer> {
  const path = url.split("?")[0] ?? "";
  const found = Object.hasOwn(paths, path) ? paths[path] : undefined;
  if (found === undefined) return plain(404, "not found");
  return method === "GET" || method === "HEAD" ? await found() : plain(405, "method not allowed");
}

function write(response: ServerResponse, { status, type, body }: Answer): void {
  const length = Buffer.byteLength(body);
  const allow = status === 405 ? { Allow: "GET, HEAD" } : {};
  response.writeHead(status, { ...headers, ...allow, "Content-Type": type, "Content-Length": length });
  response.end(body);
}
