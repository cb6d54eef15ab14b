import type { IncomingMessage, ServerResponse } from "node:http";

/** An interface of the platform, told apart by method and path. */
export type Kind =
  | "token" | "endpoint" | "info" | "scopes" | "create" | "reply" | "get" | "update" | "upload" | "resource"; // prettier-ignore

const routes: readonly [string, RegExp, Kind][] = [
  ["POST", /^\/open-apis\/auth\/v3\/tenant_access_token\/internal$/, "token"],
  ["POST", /^\/callback\/ws\/endpoint$/, "endpoint"],
  ["GET", /^\/open-apis\/bot\/v3\/info$/, "info"],
  ["GET", /^\/open-apis\/application\/v6\/scopes$/, "scopes"],
  ["POST", /^\/open-apis\/im\/v1\/messages$/, "create"],
  ["POST", /^\/open-apis\/im\/v1\/messages\/([^/]+)\/reply$/, "reply"],
  ["GET", /^\/open-apis\/im\/v1\/messages\/([^/]+)$/, "get"],
  ["PATCH", /^\/open-apis\/im\/v1\/messages\/([^/]+)$/, "update"],
  ["POST", /^\/open-apis\/im\/v1\/files$/, "upload"],
  ["GET", /^\/open-apis\/im\/v1\/messages\/([^/]+)\/resources\/([^/]+)$/, "resource"],
];

export interface Asked {
  kind: Kind;
  /** What stands in the path. */
  ids: readonly string[];
  query: URLSearchParams;
  body: Buffer;
  type: string;
  token: string;
}

/** null: no such interface. */
export async function asked(request: IncomingMessage): Promise<Asked | null> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  for (const [method, path, kind] of routes) {
    const match = method === request.method ? path.exec(url.pathname) : null;
    if (match === null) continue;
    return {
      kind,
      ids: match.slice(1).map(decodeURIComponent),
      query: url.searchParams,
      body: Buffer.concat(chunks),
      type: request.headers["content-type"] ?? "",
      token: (request.headers.authorization ?? "").replace(/^Bearer /, ""),
    };
  }
  return null;
}

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const ok = (data: unknown): Answer => ({ status: 200, body: { code: 0, msg: "success", data } });
export const no = (code: number, status = 400): Answer => ({
  status,
  body: { code, msg: `refused ${code}` },
});

export function give(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const type = body instanceof Uint8Array ? "application/octet-stream" : "application/json; charset=utf-8";
  const size = headers["transfer-encoding"] === undefined ? { "content-length": bytes.length } : {};
  response.writeHead(status, { "content-type": type, ...size, ...headers });
  response.end(bytes);
}
