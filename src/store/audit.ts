import { z } from "zod";
import { Covered, type Compared, type Printed } from "./covered.ts";
import { reportNamed, valueOf } from "./entries.ts";
import type { Keeping, Kept } from "./keeping.ts";
import { printOf, verify, type TrailRow, type Verified } from "./trail.ts";

export interface Audited {
  chain: Verified;
  /** Whether a line with the hash that was noted is there; true where none was. */
  noted: boolean;
}

/** Looks through lines of the trail; `noted`: the beginning of a hash that somebody wrote down. */
export async function audit(
  rows: AsyncIterable<TrailRow | null>,
  { noted, see }: { noted?: string | undefined; see?: (row: TrailRow) => void } = {},
): Promise<Audited> {
  let found = noted === undefined;
  const chain = await verify(rows, (row) => {
    found ||= noted !== undefined && row.hash.startsWith(noted);
    see?.(row);
  });
  return { chain, noted: found };
}

/** Looks through the trail of a store, and whether its reports are what the trail says; `write` is given every line. `compared`: only where the chain holds. */
export async function auditStore(
  keeping: Keeping,
  { noted, write }: { noted?: string | undefined; write: (row: TrailRow) => Promise<void> },
): Promise<Audited & { compared: Compared | null; unknown: number }> {
  const covered = new Covered();
  const reports: Printed[] = [];
  const rows = async function* (): AsyncGenerator<TrailRow> {
    for await (const kept of keeping.all()) {
      const { stored } = kept;
      if (stored.kind === "entry" && stored.namespace === "report")
        reports.push({ ...reportNamed(stored.key), prints: printsOf(kept) });
      if (stored.kind !== "trail") continue;
      const { number, line, hash } = stored;
      await write({ number, line, hash });
      yield { number, line, hash };
    }
  };
  const audited = await audit(rows(), { noted, see: ({ line }) => covered.add(line) });
  const holds = audited.chain.kind === "whole";
  return { ...audited, compared: holds ? covered.compare(reports) : null, unknown: covered.unknown };
}

/** The events as they lie there, whatever this program would read of them; none where they cannot be read, which no line says. */
const printsOf = (kept: Kept): Buffer[] =>
  valueOf(kept, (value) => z.array(z.unknown()).parse(JSON.parse(value)).map(printOf)) ?? [];
