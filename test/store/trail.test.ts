import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sealWith } from "../../src/store/aesSeal.ts";
import { openStore } from "../../src/store/embedded.ts";
import { dataFile } from "../../src/store/file.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { isSteady } from "../../src/store/retention.ts";
import { chain, chained, digestOf, firstHash, linesOf, printOf, verify } from "../../src/store/trail.ts";
import { audited, faultless, trailContract } from "../contracts/trail.ts";
import { emptyFolder } from "./folder.ts";
import { counted, report, textual } from "./samples.ts";

let folder = "";
const seal = sealWith({ current: new Uint8Array(32).fill(1), former: [] });
trailContract("The store in memory", { open: () => Promise.resolve(memoryStore()) });
trailContract("The embedded store", {
  open: () => openStore((folder = emptyFolder())),
  again: () => openStore(folder),
});
trailContract("The embedded store, sealed,", {
  open: () => openStore((folder = emptyFolder()), { seal }),
  again: () => openStore(folder, { seal }),
});

const rows = (count: number) =>
  chained(
    undefined,
    Array.from({ length: count }, (_, index) => `第${index}行`),
  );
/** A chain, and two places in it. */
const places = fc
  .integer({ min: 2, max: 30 })
  .chain((count) =>
    fc.record({ count: fc.constant(count), one: fc.nat(count - 1), other: fc.nat(count - 1) }),
  );

describe("A chain of lines", () => {
  it("has the hashes that were written down", () => {
    const golden = chained(undefined, ["一", "二", "三"]);
    expect(golden).toEqual([
      { number: 1, line: "一", hash: "081cc220d02d489ba7c0ee3fbe932939c4a208fb3795cbaf14ab24ae602db045" },
      { number: 2, line: "二", hash: "cd7137c3a10691ff5c9757ed2f7679bc7d0395a646b85736bd4b3cefa400827a" },
      { number: 3, line: "三", hash: "c7335b6465d6f293e98bfcd36a9b7cbada7d185d83b2972ae97ebfb850685f8f" },
    ]);
    expect(chained(golden[1], ["三"])).toEqual([golden[2]]);
    expect(golden[0]?.hash).toBe(chain(firstHash, "一"));
  });

  it("is whole as it was made, also without a line", async () => {
    expect(await verify([])).toEqual({ kind: "whole", count: 0, last: firstHash });
    const made = rows(20);
    expect(await verify(made)).toEqual({ kind: "whole", count: 20, last: made.at(-1)?.hash });
  });

  it("tells a changed line or hash, with its number", async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.constantFrom("line", "hash"), async ({ count, one }, what) => {
        const made = rows(count).map((row, index) => (index === one ? { ...row, [what]: `${row[what]}0` } : row)); // prettier-ignore
        expect(await verify(made)).toEqual({ kind: "broken", number: one + 1, why: "changed" });
      }),
    );
  });

  it("tells a line that was changed and hashed anew, by the next one", async () => {
    await fc.assert(
      fc.asyncProperty(places, async ({ count, one }) => {
        fc.pre(one < count - 1);
        const made = rows(count);
        const before = made[one - 1]?.hash ?? firstHash;
        const forged = made.map((row, index) => (index === one ? { ...row, line: "别的", hash: chain(before, "别的") } : row)); // prettier-ignore
        expect(await verify(forged)).toEqual({ kind: "broken", number: one + 2, why: "changed" });
      }),
    );
  });

  it("tells a missing line, with its number, anywhere but at the end", async () => {
    await fc.assert(
      fc.asyncProperty(places, async ({ count, one }) => {
        fc.pre(one < count - 1);
        const left = rows(count).filter((_, index) => index !== one);
        expect(await verify(left)).toEqual({ kind: "broken", number: one + 1, why: "missing" });
        // Numbered anew it does not hang together.
        const numbered = left.map((row, index) => ({ ...row, number: index + 1 }));
        expect(await verify(numbered)).toEqual({ kind: "broken", number: one + 1, why: "changed" });
      }),
    );
  });

  it("tells two lines that were exchanged, with the number of the first", async () => {
    await fc.assert(
      fc.asyncProperty(places, async ({ count, one, other }) => {
        fc.pre(one !== other);
        const made = rows(count);
        [made[one], made[other]] = [made[other]!, made[one]!];
        expect(await verify(made)).toEqual({
          kind: "broken",
          number: Math.min(one, other) + 1,
          why: "order",
        });
      }),
    );
  });

  it("tells an inserted line, whatever its number", async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.boolean(), async ({ count, one }, hung) => {
        const made = rows(count);
        const before = made[one - 1]?.hash ?? firstHash;
        const inserted = { number: one + 1, line: "加的", hash: hung ? chain(before, "加的") : firstHash };
        const result = await verify(made.toSpliced(one, 0, inserted));
        expect(result).toEqual({ kind: "broken", ...(hung ? { number: one + 2, why: "order" } : { number: one + 1, why: "changed" }) }); // prettier-ignore
      }),
    );
  });

  it("tells a line that nobody can read", async () => {
    expect(await verify([...rows(2), null])).toEqual({ kind: "broken", number: 3, why: "unreadable" });
  });

  it("cannot tell that its end was cut off: the hash of the last line is for that", async () => {
    const made = rows(9);
    expect(await verify(made.slice(0, 5))).toEqual({ kind: "whole", count: 5, last: made[4]?.hash });
  });
});

describe("What events are known by", () => {
  it("is the same for what was written and read again, in whatever order its names stand", () => {
    const event = textual("公开不够及时");
    const turned = Object.fromEntries(Object.entries(event).reverse());
    expect(printOf(turned)).toEqual(printOf(event));
    expect(printOf(JSON.parse(JSON.stringify(event)))).toEqual(printOf(event));
    expect(digestOf([counted(1), counted(2)])).toBe(
      "6ac3c4a63098f5451c6c2857a67ff773623f9e60763137383ceb8624b6d85ab9",
    );
  });

  it("changes with every part of them and with their order", () => {
    const digests = [[], [counted(1)], [counted(1), counted(2)], [counted(2), counted(1)], [{ ...counted(1), words: "" }], [{ ...counted(1), at: "2026" }], [{ ...counted(1), by: { id: "zhang", name: "" } }]].map(digestOf); // prettier-ignore
    expect(new Set(digests).size).toBe(digests.length);
  });

  it("of nobody makes no line", () => {
    expect(linesOf(report(), 3, [])).toEqual([]);
  });
});

describe("The trail of a data file", () => {
  const filled = async (): Promise<string> => {
    const made = emptyFolder();
    const store = await openStore(made);
    for (const unit of ["青山镇", "红山镇"])
      for (let count = 0; count < 3; count++)
        await store.turn("a", (turn) => Promise.resolve(turn.append(report(unit), [counted(count)])));
    await store.close();
    return made;
  };
  const inFile = (made: string, work: (db: DatabaseSync) => void): void => {
    const db = new DatabaseSync(join(made, dataFile));
    work(db);
    db.close();
  };
  /** Takes the guards of the trail away, and puts them back when it is done. */
  const unguarded = (db: DatabaseSync, sql: string): void => {
    const guards = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
    expect(guards.length).toBe(2);
    for (const { name } of guards) db.exec(`DROP TRIGGER ${String(name)}`);
    db.exec(sql);
    for (const guard of guards) db.exec(String(guard["sql"]));
  };
  const auditOf = async (made: string, noted?: string) => {
    const store = await openStore(made);
    const found = await audited(store, noted);
    await store.close();
    return found;
  };

  it("cannot be changed or shortened: SQLite itself refuses", async () => {
    const made = await filled();
    inFile(made, (db) => {
      for (const sql of ["UPDATE trail SET line = '' WHERE number = 2", "DELETE FROM trail WHERE number = 6", "DELETE FROM trail"])
        expect(() => db.exec(sql), sql).toThrow("the trail only grows"); // prettier-ignore
      expect(() => db.exec("INSERT INTO trail VALUES (6, '', '')")).toThrow("UNIQUE");
    });
    expect(await auditOf(made)).toMatchObject(faultless(6));
  });

  it("is not opened where its guards are gone", async () => {
    const made = await filled();
    inFile(made, (db) => db.exec("DROP TRIGGER trail_kept"));
    await expect(openStore(made)).rejects.toMatchObject({ code: "damaged" });
  });

  it("tells what was edited behind the back of the program, also where the guards were removed first", async () => {
    const value = "json_replace(value, '$[1].event.cells.\"requests.received.person\"', 99)";
    const edits: Record<string, [string, object]> = {
      "a figure": [`UPDATE entries SET value = ${value} WHERE key LIKE '%青山%'`, { compared: { deviations: [{ unit: "青山镇", year: 2025, how: "changed" }] } }],
      "a report": ["DELETE FROM entries WHERE key LIKE '%青山%'", { compared: { deviations: [{ unit: "青山镇", year: 2025, how: "gone" }] } }],
      "a report that nobody told": ["INSERT INTO entries VALUES ('report', '[\"假镇\",2025]', (SELECT value FROM entries WHERE key LIKE '%红山%'))", { compared: { deviations: [], unwitnessed: [{ unit: "假镇", year: 2025, count: 3 }] } }],
      "a report that is no JSON": ["UPDATE entries SET value = '坏' WHERE key LIKE '%青山%'", { compared: { deviations: [{ unit: "青山镇", year: 2025, how: "changed" }] } }],
      "a line": ["UPDATE trail SET line = replace(line, '青山', '红山') WHERE number = 2", { chain: { kind: "broken", number: 2, why: "changed" }, compared: null }],
      "a line taken away": ["DELETE FROM trail WHERE number = 3", { chain: { kind: "broken", number: 3, why: "missing" } }],
      "the last line taken away": ["DELETE FROM trail WHERE number = 6", { compared: { deviations: [{ unit: "红山镇", year: 2025, how: "changed" }] } }],
    }; // prettier-ignore
    for (const [what, [sql, found]] of Object.entries(edits)) {
      const made = await filled();
      inFile(made, (db) => unguarded(db, sql));
      expect(await auditOf(made), what).toMatchObject(found);
    }
  });

  it("that was cut off with its events is told by the hash that was noted", async () => {
    const made = await filled();
    const { chain: before } = await auditOf(made);
    if (before.kind !== "whole") throw new Error("broken");
    expect(await auditOf(made, before.last.slice(0, 16))).toMatchObject(faultless(6));
    inFile(made, (db) =>
      unguarded(db, "DELETE FROM trail WHERE number > 3; DELETE FROM entries WHERE key LIKE '%红山%'"),
    ); // prettier-ignore // prettier-ignore
    expect(await auditOf(made)).toMatchObject(faultless(3));
    expect(await auditOf(made, before.last)).toMatchObject({ ...faultless(3), noted: false });
  });

  it("has no gap where one of several turns of a commit fails", async () => {
    const store = await openStore(emptyFolder());
    const turns = Array.from({ length: 10 }, (_, index) =>
      store.turn(`${index}`, (unit) => {
        unit.append(report(`第${index}镇`), [counted(index)]);
        // A part of the mailbox that SQLite refuses: the savepoint of this turn is taken back.
        if (index % 3 === 1) unit.settle(index, [{ key: `k${index}`, channel: "feishu", conversation: "c", at: 0.5, payload: "", kept: false }]); // prettier-ignore
        return Promise.resolve();
      }),
    );
    const ended = await Promise.allSettled(turns);
    expect(ended.filter(({ status }) => status === "rejected").length).toBe(3);
    expect(await audited(store)).toMatchObject(faultless(7));
    await store.close();
  });
});

describe("A clock is believed", () => {
  const day = 24 * 60 * 60 * 1000;
  const now = new Date("2026-02-01T00:00:00Z").getTime();
  const ago = (...days: readonly number[]) => days.map((one) => now - one * day);

  it("when it was looked at for a week without a gap of more than a week", () => {
    expect(isSteady(ago(7, 6, 5, 4, 3, 2, 1), now)).toBe(true);
    expect(isSteady(ago(7), now)).toBe(true);
    expect(isSteady(ago(20, 13, 6), now)).toBe(true);
  });

  it("not at first, not after a leap forward, and not after a step back", () => {
    expect(isSteady([], now)).toBe(false);
    expect(isSteady(ago(6, 5, 1), now)).toBe(false);
    expect(isSteady(ago(3660, 3659, 3658), now)).toBe(false);
    expect(isSteady(ago(30, 8), now)).toBe(false);
    // It had leapt ahead, and was put right again two days ago.
    expect(isSteady(ago(9, 8, -3650, -3651, 2, 1), now)).toBe(false);
  });

  it("again a week after a leap, where it goes on like that", () => {
    for (let since = 0; since < 10; since++) {
      const looks = Array.from({ length: since }, (_, index) => since - index);
      expect(isSteady([...ago(4000, 3999), ...ago(...looks)], now)).toBe(since >= 7);
    }
  });
});
