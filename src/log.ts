import { createHash } from "node:crypto";
import { pino, type DestinationStream } from "pino";

/** What each shape of a value looks like; whatever looks otherwise is not written. */
const shapes = {
  /** A word of ours or of a platform's protocol. */
  word: /^[\w.:+/-]{0,64}$/,
  /** What `hashed` gives. */
  hash: /^[0-9a-f]{10}$/,
  /** A sentence of ours for the operator. */
  sentence: /^[^\p{Cc}]{0,300}$/u,
  /** Where an error was thrown: frames of code, nothing else. */
  frames: /^[^\p{Cc}]{0,4000}$/u,
} as const;

/** Every field a log line may have. What is not named here does not compile, and is not written. */
const fields = {
  attempt: "word",
  calls: "word",
  channel: "word",
  code: "word",
  conversation: "hash",
  count: "word",
  detail: "sentence",
  faults: "word",
  id: "hash",
  kind: "word",
  left: "word",
  message: "hash",
  mode: "word",
  ms: "word",
  name: "word",
  platform: "word",
  platformCode: "word",
  port: "word",
  reason: "word",
  sender: "hash",
  stack: "frames",
  state: "word",
  status: "word",
  task: "word",
  temperature: "word",
  tokens: "word",
  tries: "word",
  units: "word",
  unsent: "word",
  version: "word",
  waiting: "word",
  what: "word",
  why: "word",
} as const satisfies Record<string, keyof typeof shapes>;
type Field = keyof typeof fields;
const shapeOf: ReadonlyMap<string, keyof typeof shapes> = new Map([
  ["event", "word"],
  ...Object.entries(fields),
]);

/** What a log line may carry: codes, counts and hashed ids; never words, names, figures or secrets. */
export type LogFields = Readonly<Partial<Record<Field, string | number | boolean | undefined>>>;

/** One line for the operator: `event` says what happened, in kebab-case. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** An id as it may stand in a log: the same for the same id, and no way back. */
export const hashed = (id: string): string => createHash("sha256").update(id).digest("hex").slice(0, 10);

/** Lines of JSON to a stream. `secrets`: values of the settings that stand nowhere, whatever happens. */
export function openLog(stream: DestinationStream, secrets: readonly string[] = []): Log {
  const clean = cleaner(secrets);
  const log = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: clean } },
    stream,
  );
  return {
    info: (event, fields) => log.info({ event, ...fields }),
    warn: (event, fields) => log.warn({ event, ...fields }),
    error: (event, fields) => log.error({ event, ...fields }),
  };
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const redacted = "[redacted]";

/** The second wall behind the care of whoever logs: what is not in the list, or not of its shape, is not written. */
export function cleaner(secrets: readonly string[]): (line: object) => LogFields {
  const passwords = secrets.map((secret) => unescaped(URL.parse(secret)?.password ?? ""));
  const hidden = [...secrets, ...passwords]
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret.length >= 4)
    .sort((one, other) => other.length - one.length);
  const without = (text: string): string =>
    hidden
      .reduce((left, secret) => left.replaceAll(secret, redacted), text)
      .replaceAll(login, `$1${redacted}@`);
  return (line) =>
    Object.fromEntries(Object.entries(line).map(([name, value]) => [name, cleaned(name, value, without)]));
}

/** Without the escapes of an address; as it stands where they are none. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** postgres://name:password@host */
const login = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

function cleaned(
  name: string,
  value: unknown,
  without: (text: string) => string,
): string | number | boolean | undefined {
  const shape = shapeOf.get(name);
  if (shape === undefined) return redacted;
  if (typeof value === "number" || typeof value === "boolean" || value === undefined) return value;
  if (typeof value !== "string") return redacted;
  const text = without(shape === "frames" ? framesOf(value) : value);
  return text === redacted || shapes[shape].test(text) ? text : redacted;
}

/** Of a stack only what is surely one: a message of several lines may look like its frames. */
export const framesOf = (stack: string): string =>
  stack
    .split(/\s*(?:\||\n)\s*/)
    .filter((line) => frame.test(line))
    .slice(0, 8)
    .join(" | ");
const frame =
  /^at (?:(?:async |new )?[\w.$<>#[\] ]{1,120} \()?(?:node:[\w/.-]+|(?:file:\/\/)?(?:\/|[A-Z]:[\\/])[\w%@+~.\\/-]+\.[cm]?[jt]s)(?:[?#][\w=&.-]*)?:\d+:\d+\)?$/;
