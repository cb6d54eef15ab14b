import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** A PostgreSQL of its own, that may be stopped at any moment. */
export interface Server {
  url: string;
  /** Makes an empty database; its URL. */
  database(name: string): Promise<string>;
  /** What the server does by itself after a while: cleans up and counts what there is. */
  analyze(url: string): Promise<void>;
  /** The processes of it that run now. */
  processes(): readonly number[];
  /** As when the power fails; what was committed is there after `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and takes its files away. */
  remove(): Promise<void>;
}

const installed = "/usr/lib/postgresql";

/** Where initdb and pg_ctl lie; undefined when PostgreSQL is not installed. */
export function programs(): string | undefined {
  const versions = existsSync(installed) ? readdirSync(installed).map(Number).filter(Number.isFinite) : [];
  const places = versions.sort((a, b) => b - a).map((version) => join(installed, `${version}`, "bin"));
  return places.find((place) => existsSync(join(place, "initdb")));
}

/** PostgreSQL does not run as root. */
function runner(): {
  run: (program: string, args: readonly string[]) => Promise<void>;
  own: (folder: string) => void;
} {
  const place = programs();
  if (place === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const root = userInfo().uid === 0;
  const run = async (program: string, args: readonly string[]): Promise<void> => {
    const file = join(place, program);
    const [command, rest] = root ? ["runuser", ["-u", "postgres", "--", file, ...args]] : [file, [...args]];
    // Nothing of it is piped: the server would hold the pipe open.
    const child = spawn(command, rest, { cwd: "/", stdio: ["ignore", "ignore", "inherit"] });
    await once(child, "exit");
    if (child.exitCode !== 0) throw new Error(`${program} ${args.at(-1) ?? ""} failed`);
  };
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { run, own: (folder) => root && chownSync(folder, id("-u"), id("-g")) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.int() }).parse(server.address());
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** `settings`: lines of postgresql.conf beside the defaults. */
export async function ownPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const { run, own } = runner();
  const folder = mkdtempSync(join(tmpdir(), "nianbao-postgres-"));
  const data = join(folder, "data");
  own(folder);
  await run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]);
  const port = await freePort();
  const set = {
    port: `${port}`,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    ...settings,
  };
  const options = Object.entries(set).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const start = (): Promise<void> =>
    run("pg_ctl", [
      "-D",
      data,
      "-w",
      "-t",
      "60",
      "-l",
      join(folder, "log"),
      "-o",
      options.join(" "),
      "start",
    ]);
  const stop = (): Promise<void> => run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
  await start();
  let running = true;
  const at = (name: string): string => `postgres://postgres@127.0.0.1:${port}/${name}`;
  const ask = (url: string, sentence: string): Promise<void> =>
    run("psql", ["-X", "-q", "-d", url, "-c", sentence]);
  return {
    url: at("postgres"),
    async database(name) {
      await ask(at("postgres"), `CREATE DATABASE "${name}"`);
      return at(name);
    },
    analyze: (url) => ask(url, "VACUUM ANALYZE"),
    processes: () => processesOf(join(data, "postmaster.pid")),
    async stop() {
      await stop();
      running = false;
    },
    async start() {
      await start();
      running = true;
    },
    async remove() {
      if (running) await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server and what it has started. */
function processesOf(pidFile: string): readonly number[] {
  const [line = ""] = readFileSync(pidFile, "utf8").split("\n");
  const children = readFileSync(`/proc/${line}/task/${line}/children`, "utf8").trim().split(" ");
  return [line, ...children].filter((pid) => pid !== "").map(Number);
}
