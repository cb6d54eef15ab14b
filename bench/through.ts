import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Access } from "../src/dispatch/access.ts";
import { silent } from "../src/log.ts";
import type { Holding } from "../src/store/holdings.ts";
import { openFor, type Given, type Where } from "../test/torture/openFor.ts";
import { ownPostgres } from "../test/torture/postgres.ts";
import { lineOf, median, met, type Measured } from "./measure.ts";
import { Service, type Sitting, type Window } from "./throughLoop.ts";
import { fill } from "./throughSeed.ts";
import { heldAfterInterview, interview, listOf, visitOf } from "./throughTalks.ts";

/**
 * npm run load: messages through inbox, turn, store and outbox, without the SDK of any platform; the people wait for
 * their answers. Rounds alternate; ratios of one run. Exit code 1 when a goal is missed.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seats: { type: "string", default: "64" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    /** How many conversations are much. */
    stored: { type: "string", default: "10000" },
  },
});
const seats = Number(values.seats);
const rounds = Number(values.rounds);
const few = 100;
const many = Number(values.stored);
const window = { warmMs: 1500, ms: Number(values.seconds) * 1000 };
/** Until the engine has compiled what it runs. */
const warmUp = { warmMs: 0, ms: 8000 };

// What was started is ended.
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));
const folder = mkdtempSync(join(tmpdir(), "nianbao-through-"));
const server = await ownPostgres();
const database = (): readonly number[] => server.processes();
let count = 0;

/** A place where nothing is stored. */
async function fresh(kind: "embedded" | "postgres"): Promise<Where> {
  const name = `load${(count += 1)}`;
  if (kind === "embedded") return { folder: join(folder, name) };
  return { url: await server.database(name) };
}

function listFile(people: number): string {
  const file = join(folder, `access${people}.json`);
  writeFileSync(file, JSON.stringify(listOf(people)));
  return file;
}

const opened = new Set<Service>();

async function started(replicas: number, given: Given, kind: "embedded" | "postgres"): Promise<Service> {
  const service = await Service.open(replicas, given, kind === "embedded" ? {} : { database });
  opened.add(service);
  return service;
}

interface Row {
  name: string;
  service: Service;
  sitting: Sitting;
  windows: Window[];
}

/** Every row in turn, round by round. */
async function measure(rows: readonly Row[]): Promise<void> {
  for (const { service, sitting } of rows) await service.run(sitting, warmUp);
  for (let round = 0; round < rounds; round++)
    for (const { service, sitting, windows } of rows) windows.push(await service.run(sitting, window));
}

const of = (row: Row, value: (window: Window) => number): number => median(row.windows.map(value));
const percentile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN;

function told(row: Row): string {
  const ms = (value: (window: Window) => number): string => of(row, value).toFixed(2);
  return (
    `${row.name}: ${of(row, ({ perSecond }) => perSecond).toFixed(0)} messages/s, ` +
    `p50 ${ms(({ times }) => percentile(times, 0.5))} ms, p99 ${ms(({ times }) => percentile(times, 0.99))} ms, ` +
    `processor time a message ${ms(({ service }) => service)} ms, database ${ms(({ database: used }) => used)} ms`
  );
}

/** Fresh interviews, one after another. */
const interviews = (people: number): Sitting => {
  let person = 0;
  return {
    seats,
    next() {
      if (person >= people) throw new Error("everybody has talked");
      return { person: person++, words: interview };
    },
  };
};

async function rates(): Promise<Measured[]> {
  const people = 6000;
  const access = listFile(people);
  const rows: Row[] = [];
  for (const [name, kind, replicas] of [
    ["embedded", "embedded", 1],
    ["PostgreSQL, 1 replica", "postgres", 1],
    ["PostgreSQL, 2 replicas", "postgres", 2],
  ] as const) {
    const given = { where: await fresh(kind), access };
    await openFor(given.where).then((store) => store.close());
    const service = await started(replicas, given, kind);
    rows.push({ name, service, sitting: interviews(people), windows: [] });
  }
  await measure(rows);
  for (const { service } of rows) await service.stop();
  const [embedded, one, two] = rows;
  if (embedded === undefined || one === undefined || two === undefined) throw new Error("not measured");
  for (const row of rows) console.log(told(row));
  const speed = (row: Row): number => of(row, ({ perSecond }) => perSecond);
  const rate = (row: Row): string => `${speed(row).toFixed(0)} messages/s`;
  const ratio = (what: string, ours: Row, peer: Row, goal: number): Measured => ({
    ...{ what, ours: rate(ours), peer: rate(peer), goal, better: "more", unit: "×" },
    // Of each round, so that what disturbs one of them does not count.
    value: median(ours.windows.map((one, round) => one.perSecond / (peer.windows[round]?.perSecond ?? NaN))),
  });
  return [
    {
      what: "messages a second through the embedded store",
      ...{ ours: `${seats} conversations at once`, peer: "", value: speed(embedded) },
      ...{ goal: 300, better: "more", unit: "/s" },
    },
    ratio("PostgreSQL with one replica by the embedded store", one, embedded, 0.5),
    ratio("PostgreSQL with two replicas by one", two, one, 1),
  ];
}

/** Beside those who are stored. */
const newcomers = 3000;

/** In turn a whole interview of somebody new, and a visit to a stored one: of all of them any, nobody twice at the same time. */
const comings = (stored: number): Sitting => {
  let sitting = 0;
  return {
    seats,
    next() {
      sitting += 1;
      const turn = sitting >> 1;
      if (turn >= newcomers) throw new Error("everybody has talked");
      if (sitting % 2 === 0) return { person: stored + turn, words: interview };
      // A prime leads over all of them.
      return { person: (turn * 7919) % stored, words: visitOf(turn) };
    },
  };
};

async function growth(kind: "embedded" | "postgres", held: readonly Holding[]): Promise<Measured> {
  const rows: Row[] = [];
  for (const people of [few, many]) {
    const given = { where: await fresh(kind), access: listFile(people + newcomers) };
    await fill(given.where, held, people);
    if ("url" in given.where) await server.analyze(given.where.url);
    const service = await started(1, given, kind);
    rows.push({ name: `${kind}, ${people} stored`, service, sitting: comings(people), windows: [] });
  }
  await measure(rows);
  for (const { service } of rows) await service.stop();
  const [small, large] = rows;
  if (small === undefined || large === undefined) throw new Error("not measured");
  for (const row of rows) console.log(told(row));
  const cost = ({ service, database: used }: Window): number => service + used;
  const perMessage = (row: Row): string => `${of(row, cost).toFixed(2)} ms`;
  return {
    what: `processor time a message with ${many} stored conversations by ${few}, ${kind}`,
    ...{ ours: perMessage(large), peer: perMessage(small), goal: 1.2, better: "less", unit: "×" },
    value: median(
      large.windows.map(
        (one, round) => cost(one) / cost(small.windows[round] ?? large.windows[round] ?? one),
      ),
    ),
  };
}

const now = (): Date => new Date();
const parts: Record<string, () => Promise<Measured[]>> = {
  rates,
  growth: async () => {
    const access = new Access({ file: listFile(1), now, log: silent });
    const { held, bytes } = await heldAfterInterview(access);
    console.log(
      `a stored conversation: ${held.length} rows, ${(bytes / 1024).toFixed(1)} KB of report and talk`,
    );
    return [await growth("embedded", held), await growth("postgres", held)];
  },
};

const chosen = Object.entries(parts).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`--only 可以是：${Object.keys(parts).join("、")}`);
  process.exit(2);
}
const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(" ");
console.log(
  `${cpus().length} cores, load before: ${load()}; medians of ${rounds} rounds of ${values.seconds} s`,
);
try {
  let missed = 0;
  for (const [, part] of chosen)
    for (const line of await part()) {
      console.log(lineOf(line));
      if (!met(line)) missed += 1;
    }
  console.log(`load after: ${load()}`);
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  for (const service of opened) service.kill();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
}
