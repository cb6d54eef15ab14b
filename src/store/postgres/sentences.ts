/** The sentences in which the mailbox speaks to PostgreSQL. */

const over = `UPDATE nianbao.outbox SET live = false, payload = CASE WHEN kept OR state < 2 THEN payload END`;
const waitingColumns = "seq, channel, id, part, conversation, owner, at, payload, begun, kept";
const unsentColumns = "seq, key, channel, conversation, at, payload, attempts, state = 1 AS uncertain";

export const sentences = {
  known: "SELECT 1 FROM nianbao.inbox WHERE channel = $1 AND id = $2 LIMIT 1",
  /** Nothing comes back when the message was there before; `before`: what of its conversation is not done. */
  putIn: `WITH known AS (SELECT 1 FROM nianbao.inbox WHERE channel = $1 AND id = $2 LIMIT 1),
    ended AS (${over} WHERE owner = $4 AND card = 'choices' AND live AND NOT EXISTS (SELECT FROM known))
    INSERT INTO nianbao.inbox (channel, id, part, conversation, owner, at, payload, kept, apart, done)
    SELECT $1, $2, given.n - 1, $3, $4, $5, given.payload, $7, $8, false
    FROM unnest($6::text[]) WITH ORDINALITY AS given (payload, n) WHERE NOT EXISTS (SELECT FROM known)
    ORDER BY given.n
    RETURNING seq, part, (
      SELECT coalesce(array_agg(before.seq), '{}') FROM nianbao.inbox AS before
      WHERE NOT before.done AND NOT before.apart AND before.channel = $1 AND before.conversation = $3
    ) AS before`,
  /** Only the id is kept. */
  keepId: `INSERT INTO nianbao.inbox (channel, id, part, conversation, owner, at, payload, kept, done)
    VALUES ($1, $2, 0, $3, $4, $5, NULL, false, true) ON CONFLICT DO NOTHING RETURNING seq, part`,
  waiting: `SELECT ${waitingColumns} FROM nianbao.inbox WHERE NOT done ORDER BY seq`,
  counts: `SELECT (SELECT count(*) FROM nianbao.inbox WHERE NOT done) AS waiting,
    (SELECT count(*) FROM nianbao.outbox WHERE state < 2) AS unsent`,
  /** Everything to do in these conversations. */
  waitingOf: `SELECT ${waitingColumns} FROM nianbao.inbox
    WHERE NOT done AND NOT apart AND channel = $1 AND conversation = ANY($2::text[]) ORDER BY seq`,
  /** What stands in no order, and whose process has ended before it was done. */
  leftApart: `SELECT ${waitingColumns} FROM nianbao.inbox
    WHERE NOT done AND apart AND channel = ANY($1::text[]) AND arrived < now() - interval '2 minutes' ORDER BY seq`,
  begin: "UPDATE nianbao.inbox SET begun = begun + 1 WHERE seq = $1",
  leave: "UPDATE nianbao.inbox SET begun = greatest(0, begun - 1) WHERE seq = $1 AND NOT done",
  /** One row when it was not done before. */
  done: `WITH done AS (
      UPDATE nianbao.inbox SET done = true, payload = CASE WHEN kept THEN payload END
      WHERE seq = $1 AND NOT done RETURNING owner
    ), dropped AS (DELETE FROM nianbao.fetched WHERE seq = $1),
    ended AS (${over} WHERE owner = (SELECT owner FROM done) AND card = 'choices' AND live)
    SELECT owner FROM done`,
  keepFile: `INSERT INTO nianbao.fetched (seq, name, bytes)
    SELECT seq, $2, $3 FROM nianbao.inbox WHERE seq = $1 AND NOT done
    ON CONFLICT (seq) DO UPDATE SET name = excluded.name, bytes = excluded.bytes`,
  fileOf: "SELECT name, bytes FROM nianbao.fetched WHERE seq = $1",
  /** In the order given; what has a key that is there already is left out. */
  putOut: `WITH given AS (
      SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bytea[], $8::boolean[], $9::text[], $10::text[], $1::bigint[])
        WITH ORDINALITY AS given (key, channel, conversation, at, payload, bytes, kept, card, owner, behind, n)
    ), ended AS (
      UPDATE nianbao.outbox SET live = false, payload = CASE WHEN kept OR state < 2 THEN payload END
      WHERE owner IN (SELECT owner FROM given WHERE card = 'form') AND card = 'form' AND live
    ), numbered AS (
      SELECT nextval(pg_get_serial_sequence('nianbao.outbox', 'seq')) AS seq, * FROM (SELECT * FROM given ORDER BY n) AS given
    )
    INSERT INTO nianbao.outbox (seq, place, key, channel, conversation, at, payload, bytes, kept, card, owner, live)
    SELECT seq, coalesce(behind, seq), key, channel, conversation, at, payload, bytes, kept, card, owner, card IS NOT NULL
    FROM numbered
    ON CONFLICT (key) DO NOTHING RETURNING seq, key`,
  unsent: `SELECT ${unsentColumns} FROM nianbao.outbox WHERE state < 2 ORDER BY place, seq`,
  /** Everything to be sent in these conversations. */
  unsentOf: `SELECT ${unsentColumns} FROM nianbao.outbox
    WHERE state < 2 AND channel = $1 AND conversation = ANY($2::text[]) ORDER BY place, seq`,
  /** Conversations where something has waited for some minutes and nobody has a turn, nor ever would. */
  left: `SELECT channel, conversation FROM (
      SELECT channel, conversation FROM nianbao.inbox
      WHERE NOT done AND NOT apart AND channel = ANY($1::text[]) AND arrived < now() - interval '2 minutes'
      UNION SELECT channel, conversation FROM nianbao.outbox
      WHERE state < 2 AND channel = ANY($1::text[]) AND arrived < now() - interval '2 minutes'
    ) AS waits
    WHERE ('talk.' || channel, conversation) NOT IN
      (SELECT name, singleton_key FROM nianbao_queue.job WHERE state < 'completed' AND singleton_key IS NOT NULL)`,
  bytesOf: "SELECT bytes FROM nianbao.outbox WHERE seq = $1",
  /** One row when it was not over before. */
  mark: "UPDATE nianbao.outbox SET state = $2, attempts = attempts + $3 WHERE seq = $1 AND state < 2 RETURNING seq",
  /** A live card keeps its words: whoever presses it is shown them. One row when it was not over before. */
  end: `UPDATE nianbao.outbox SET state = $2::smallint, told = $3, live = live AND $2 = 2,
      payload = CASE WHEN kept OR (live AND $2 = 2) THEN payload END, bytes = CASE WHEN kept THEN bytes END
    WHERE seq = $1 AND state < 2 RETURNING place, conversation, channel`,
  endMany: `UPDATE nianbao.outbox AS held SET state = given.state, told = given.told, live = live AND given.state = 2,
      payload = CASE WHEN kept OR (live AND given.state = 2) THEN payload END, bytes = CASE WHEN kept THEN bytes END
    FROM unnest($1::bigint[], $2::smallint[], $3::text[]) AS given (seq, state, told)
    WHERE held.seq = given.seq AND held.state < 2`,
  card: "SELECT live, owner, conversation, payload FROM nianbao.outbox WHERE key = $1",
  useCard: `${over} WHERE key = $1 AND live RETURNING seq`,
  lines: `SELECT at, key, payload, outgoing, live, bytes FROM (
      SELECT at, id AS key, payload, false AS outgoing, false AS live, NULL::bytea AS bytes, seq AS place, part::bigint AS seq
      FROM nianbao.inbox WHERE kept AND channel = $1 AND conversation = $2 AND payload IS NOT NULL
      UNION ALL
      SELECT at, key, payload, true, live, bytes, place, seq
      FROM nianbao.outbox WHERE kept AND channel = $1 AND conversation = $2 AND payload IS NOT NULL AND state = 2
    ) AS both_ways ORDER BY at DESC, outgoing DESC, place DESC, seq DESC LIMIT $3`,
  /** One look at a time, whoever looks. */
  lockLooks: "LOCK TABLE nianbao.looks IN EXCLUSIVE MODE",
  lastLook: "SELECT number, told, passed FROM nianbao.looks ORDER BY number DESC LIMIT 1",
  look: `INSERT INTO nianbao.looks (told, passed, inbox, outbox) SELECT $1, $2,
      (SELECT coalesce(max(seq), 0) FROM nianbao.inbox), (SELECT coalesce(max(seq), 0) FROM nianbao.outbox)`,
  clockWentBack: "UPDATE nianbao.looks SET told = $1 WHERE number = $2",
  oldLook: "SELECT number, inbox, outbox FROM nianbao.looks WHERE passed <= $1 ORDER BY number DESC LIMIT 1",
  forgetLooks: "DELETE FROM nianbao.looks WHERE number < $1",
  forgetInbox: "DELETE FROM nianbao.inbox WHERE done AND seq <= $1",
  forgetOutbox: "DELETE FROM nianbao.outbox WHERE state >= 2 AND seq <= $1",
} as const;
