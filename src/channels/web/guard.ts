import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { Log } from "../../log.ts";

/** What every answer carries: nothing from outside, nothing inline, nothing kept, no frame around it. */
export const headers = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "Cache-Control": "no-store",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** Set last, so that nothing of a route takes its place. */
export const sealed: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
};

/** By this machine's name only, and from our own page only: a foreign name that points here (DNS rebinding) gets nothing. Any port, so that a tunnel works. */
export const local =
  (log: Log): MiddlewareHandler =>
  async (c, next) => {
    const host = c.req.header("host") ?? "";
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site");
    const why = !/^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/.test(host)
      ? "host"
      : origin !== undefined && origin !== `http://${host}`
        ? "origin"
        : site !== undefined && site !== "same-origin" && site !== "none" && c.req.method !== "GET"
          ? "site"
          : null;
    if (why === null) return await next();
    log.warn("web-refused", { why });
    return c.json({ error: "只能在本机上用启动时显示的链接打开。" }, 403);
  };

/** Who has the link may speak. */
export const withToken =
  (token: string, log: Log): MiddlewareHandler =>
  async (c, next) => {
    if (same(c.req.header("authorization") ?? "", `Bearer ${token}`)) return await next();
    log.warn("web-refused", { why: "token" });
    return c.json({ error: "链接里的口令不对，请用启动时显示的链接打开。" }, 403);
  };

/** Compared in the same time, however much of it is right. */
const same = (given: string, right: string): boolean => timingSafeEqual(digest(given), digest(right));
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
