import { z } from "zod";
import { chained, TrailRow } from "../trail.ts";
import type { Database, Query } from "./database.ts";

const New = z.array(z.object({ seq: z.string(), line: z.string() }));
const Last = z.array(TrailRow.pick({ number: true, hash: true }).extend({ number: z.coerce.number().int() }));

/** So many lines are hung on at once. */
const batch = 1000;
const lock = 0x7472_6c00;

const lastOf = async (query: Query) =>
  Last.parse(await query("SELECT number, hash FROM nianbao.trail ORDER BY number DESC LIMIT 1"))[0];

/**
 * Hangs the lines that turns have left on the chain, in one process at a time. The turns themselves do not: all of them
 * would wait for its last line. What was written later than a line that is hung on never stands before it.
 */
export async function hangOn(db: Database): Promise<void> {
  for (let more = true; more;)
    more = await db.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(${lock})`);
      const lines = New.parse(
        await tx.query(`SELECT seq, line FROM nianbao.trail_new ORDER BY seq LIMIT ${batch}`),
      );
      if (lines.length === 0) return false;
      const rows = chained(
        await lastOf(tx.query),
        lines.map(({ line }) => line),
      );
      await tx.query(
        "INSERT INTO nianbao.trail (number, line, hash) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])",
        [rows.map(({ number }) => number), rows.map(({ line }) => line), rows.map(({ hash }) => hash)],
      );
      await tx.query("DELETE FROM nianbao.trail_new WHERE seq = ANY($1::bigint[])", [
        lines.map(({ seq }) => seq),
      ]);
      return lines.length === batch;
    });
}

/** The lines that wait, as they would be hung on now. */
export async function notHungOn(query: Query): Promise<readonly TrailRow[]> {
  const lines = New.parse(await query("SELECT seq, line FROM nianbao.trail_new ORDER BY seq"));
  return chained(
    await lastOf(query),
    lines.map(({ line }) => line),
  );
}
