import { createHash } from "node:crypto";
import { pino, type DestinationStream } from "pino";

/** What a log line may carry: codes, counts and hashed ids; never words, names, figures or secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line for the operator: `event` says what happened, in kebab-case. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** An id as it may stand in a log: the same for the same id, and no way back. */
export const hashed = (id: string): string => createHash("sha256").update(id).digest("hex").slice(0, 10);

/** Lines of JSON to a stream. */
export function openLog(stream: DestinationStream): Log {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  return {
    info: (event, fields) => log.info({ event, ...fields }),
    warn: (event, fields) => log.warn({ event, ...fields }),
    error: (event, fields) => log.error({ event, ...fields }),
  };
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
