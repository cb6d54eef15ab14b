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
  const server = new Own({ run, folder, data, port: await freePort(), settings });
  await server.start();
  return server;
}

class Own implements Server {
  readonly url: string;
  readonly #run: (program: string, args: readonly string[]) => Promise<void>;
  readonly #folder: string;
  readonly #data: string;
  readonly #port: number;
  readonly #options: string;
  #running = false;

  constructor({
    run,
    folder,
    data,
    port,
    settings,
  }: {
    run: (program: string, args: readonly string[]) => Promise<void>;
    folder: string;
    data: string;
    port: number;
    settings: Readonly<Record<string, string>>;
  }) {
    this.#run = run;
    this.#folder = folder;
    this.#data = data;
    this.#port = port;
    const here = { listen_addresses: "127.0.0.1", unix_socket_directories: folder };
    this.#options = Object.entries({ port: `${port}`, ...here, ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" ");
    this.url = this.#at("postgres");
    process.on("exit", this.#leave);
  }

  async start(): Promise<void> {
    const how = ["-w", "-t", "60", "-l", join(this.#folder, "log"), "-o", this.#options];
    await this.#run("pg_ctl", ["-D", this.#data, ...how, "start"]);
    this.#running = true;
  }

  async stop(): Promise<void> {
    await this.#run("pg_ctl", ["-D", this.#data, "-w", "-m", "immediate", "stop"]);
    this.#running = false;
  }

  async remove(): Promise<void> {
    if (this.#running) await this.stop();
    process.off("exit", this.#leave);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async database(name: string): Promise<string> {
    await this.#ask(this.url, `CREATE DATABASE "${name}"`);
    return this.#at(name);
  }

  analyze(url: string): Promise<void> {
    return this.#ask(url, "VACUUM ANALYZE");
  }

  processes(): readonly number[] {
    const pid = this.#pid;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return [pid, ...children.filter((child) => child !== "").map(Number)];
  }

  get #pid(): number {
    return Number.parseInt(readFileSync(join(this.#data, "postmaster.pid"), "utf8"), 10);
  }

  /** Whoever is interrupted leaves no server behind. */
  readonly #leave = (): void => {
    if (this.#running) process.kill(this.#pid, "SIGQUIT");
    rmSync(this.#folder, { recursive: true, force: true });
  };

  #at(name: string): string {
    return `postgres://postgres@127.0.0.1:${this.#port}/${name}`;
  }

  #ask(url: string, sentence: string): Promise<void> {
    return this.#run("psql", ["-X", "-q", "-d", url, "-c", sentence]);
  }
}
