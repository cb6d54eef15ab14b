import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { localChat, localPerson, TerminalChannel, type Terminal } from "../../../src/channels/terminal.ts";
import type { Rig, Says, Shown } from "../../contracts/rig.ts";

/** A stream that keeps what was written at a time. */
export function written(): { stream: Writable; pieces: string[] } {
  const pieces: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      pieces.push(chunk.toString("utf8"));
      done();
    },
  });
  return { stream, pieces };
}

/** A pipe in and out, and a folder for files. `answered` as the dispatch says it. */
export function terminalRig(answered: () => Promise<void> = () => Promise.resolve()): Promise<Rig> {
  const place = mkdtempSync(join(tmpdir(), "nianbao-terminal-"));
  const input = new PassThrough();
  const { stream: output, pieces } = written();
  const terminal: Terminal = {
    input,
    output,
    errors: written().stream,
    folder: join(place, "out"),
    from: place,
    now: () => new Date(),
    answered: () => answered(),
  };
  /** A file is sent by its path; files of one name lie in folders of their own. */
  const lineOf = ({ text, file }: Says): string => {
    if (file === undefined) return text.replaceAll("\n", "；");
    const path = join(mkdtempSync(join(place, "f-")), file.name);
    writeFileSync(path, file.bytes);
    return path;
  };
  return Promise.resolve({
    people: [localPerson],
    group: null,
    acknowledges: false,
    channel: () => new TerminalChannel(terminal),
    strangerChannel: null,
    says: (message) => {
      input.write(`${lineOf(message)}\n`);
      return Promise.resolve(true);
    },
    again: () => Promise.resolve(false),
    presses: () => Promise.reject(new Error("there is nothing to press")),
    shown: () => pieces.map((piece) => shownOf(piece)),
    faults: {
      rateLimit: null,
      expireReplies: null,
      failUpload: null,
      hangUpload: null,
      expireFiles: () => {
        for (const sent of readdirSync(place).filter((name) => name.startsWith("f-")))
          rmSync(join(place, sent), { recursive: true });
      },
      drop: null,
      silence: null,
      forge: null,
      unknownEvent: null,
      oversized: null,
    },
    close: () => {
      rmSync(place, { recursive: true });
      return Promise.resolve();
    },
  });
}

function shownOf(piece: string): Shown {
  const words = piece.replace(/\n\n$/, "");
  const path = /^文件：(.+)$/.exec(words)?.[1];
  return path === undefined
    ? { conversation: localChat, type: "text", text: words }
    : { conversation: localChat, type: "file", name: basename(path), bytes: readFileSync(path) };
}
