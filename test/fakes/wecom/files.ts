import { createCipheriv, randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Links to files that people sent: encrypted with a key each, named in the header only, dead after a while. */

/** How the storage server writes the name: form-encoded (as seen on a live tenant), RFC 5987, or bytes of UTF-8 in quotes. */
export type NameForm = "form" | "extended" | "bytes" | "none";

interface Stored {
  bytes: Buffer;
  disposition: string | undefined;
  dead: boolean;
}

export class FileLinks {
  readonly #files = new Map<string, Stored>();
  nameForm: NameForm = "form";
  /** The next answers to a download: a status instead of the file. */
  readonly failures: number[] = [];

  /** The part of a message that refers to a file. */
  add(base: string, file: { name: string; bytes: Uint8Array }): { url: string; aeskey: string } {
    const key = randomBytes(32);
    const id = randomUUID();
    const pad = 32 - (file.bytes.length % 32);
    const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([file.bytes, Buffer.alloc(pad, pad)]);
    const bytes = Buffer.concat([cipher.update(padded), cipher.final()]);
    this.#files.set(id, { bytes, disposition: this.#disposition(file.name), dead: false });
    return { url: `${base}/file/${id}?sign=${randomUUID()}`, aeskey: key.toString("base64") };
  }

  expire(): void {
    for (const file of this.#files.values()) file.dead = true;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = this.#files.get(pathname.replace("/file/", ""));
    const failure = this.failures.shift();
    if (failure !== undefined) return void response.writeHead(failure).end("<Error/>");
    if (file === undefined) return void response.writeHead(404).end("<Error/>");
    if (file.dead) return void response.writeHead(403).end("<Error>Request has expired</Error>");
    response.writeHead(200, {
      "Content-Type": "application/octet-stream",
      // Node reads the bytes of this header as UTF-8 where the length is given, and then refuses them.
      ...(this.nameForm === "bytes" ? {} : { "Content-Length": file.bytes.length }),
      ...(file.disposition === undefined ? {} : { "Content-Disposition": file.disposition }),
    });
    response.end(file.bytes);
  }

  #disposition(name: string): string | undefined {
    switch (this.nameForm) {
      case "form":
        return `attachment; filename="${encodeURIComponent(name).replaceAll("%20", "+")}"`;
      case "extended":
        return `attachment; filename=file; filename*=UTF-8''${encodeURIComponent(name)}`;
      case "bytes":
        return `attachment; filename="${Buffer.from(name).toString("latin1")}"`;
      case "none":
        return undefined;
    }
  }
}
