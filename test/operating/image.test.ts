import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { channels } from "../../src/channels/index.ts";
import { exampleOf } from "../../src/config.ts";
import { stopLimits } from "../../src/dispatch/dispatch.ts";

/** What can be proved of the image and of compose.yaml without an engine that builds and runs them. */
const root = join(import.meta.dirname, "..", "..");
const text = (file: string): string => readFileSync(join(root, file), "utf8");

/** The instructions of the Dockerfile, a stage each, with continued lines joined. */
const stages = text("Dockerfile")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\\\n\s*/g, "")
  .split(/^(?=FROM )/m)
  .map((stage) => stage.trim().split("\n"));
const [install = [], final = []] = stages;
const all = (stage: readonly string[], name: string): string[] =>
  stage.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
const list = (value: string | undefined): string[] => z.array(z.string()).parse(JSON.parse(value ?? "null"));
const environment = new Map(all(final, "ENV").flatMap((line) => line.split(" ").map((pair) => pair.split("=") as [string, string]))); // prettier-ignore

describe("The image", () => {
  it("is made in two stages of Node 24 slim: what installs does not run", () => {
    expect(stages.map(([from]) => from)).toEqual(["FROM node:24-slim AS install", "FROM node:24-slim"]);
    expect(all(install, "RUN")).toEqual(["npm ci --omit=dev --ignore-scripts"]);
    expect(final.join("\n")).not.toMatch(/apt-get|npm (?:ci|install)|curl|wget/);
    expect(all(final, "RUN").join()).toContain("rm -rf /usr/local/lib/node_modules /usr/local/bin/npm");
  });

  it("copies what exists and what the ignore file lets through, and all that runs", () => {
    const copied = stages
      .flatMap((stage) => all(stage, "COPY"))
      .filter((line) => !line.startsWith("--from="));
    const sources = copied.flatMap((line) => line.split(" ").slice(0, -1));
    const allowed = text(".dockerignore").split("\n");
    expect(allowed[0]).toBe("*");
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(allowed).toContain(`!${source}`);
    }
    expect(sources).toEqual(expect.arrayContaining(["src", "prompts", "package.json", "package-lock.json"]));
    expect(allowed.filter((line) => line !== "").slice(1).toSorted()).toEqual([...new Set(sources)].map((source) => `!${source}`).toSorted()); // prettier-ignore
  });

  it("runs as nobody in particular, and writes to its volumes only", () => {
    expect(all(final, "USER")).toEqual(["node"]);
    expect(final.indexOf("USER node")).toBeLessThan(final.findIndex((line) => line.startsWith("CMD")));
    expect(list(all(final, "VOLUME")[0])).toEqual(["/data", "/out"]);
    expect(all(final, "RUN").join()).toContain("chown node:node /data /out");
  });

  it("starts what npm start starts, with the same flags, on the volume", () => {
    const { start } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(text("package.json"))).scripts; // prettier-ignore
    const flags = start.split(" ").filter((word) => word !== "--env-file-if-exists=.env");
    expect(list(all(final, "CMD")[0])).toEqual([...flags, "--data", "/data"]);
  });

  it("is asked for its health by a file that is there, where it listens", () => {
    const [health = ""] = all(final, "HEALTHCHECK");
    const [node, file = ""] = list(/ CMD (.*)$/.exec(health)?.[1]);
    expect(node).toBe("node");
    expect(existsSync(join(root, file)), file).toBe(true);
    const address = environment.get("NIANBAO_OPS_ADDRESS");
    expect(address).toMatch(/^0\.0\.0\.0:\d+$/);
    expect(all(final, "EXPOSE")).toEqual([address?.split(":")[1]]);
    // No port of a channel that comes with it.
    expect(exampleOf(channels)).not.toContain(`不填是${address?.split(":")[1]}`);
    expect(exampleOf(channels)).not.toContain(`不填是 ${address?.split(":")[1]}`);
  });
});

const Service = z.object({
  image: z.string(),
  user: z.string().optional(),
  deploy: z.object({
    replicas: z.number().optional(),
    resources: z.object({ limits: z.object({ memory: z.string() }) }),
  }),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  volumes: z.array(z.string()),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  privileged: z.undefined().optional(),
  ports: z.undefined().optional(),
  stop_grace_period: z.string().regex(/^\d+s$/),
  restart: z.literal("unless-stopped"),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
});
const Compose = z.object({
  services: z.object({ app: Service, postgres: Service }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.null()),
});

describe("compose.yaml", () => {
  const compose = Compose.parse(parse(text("compose.yaml")));
  const { app, postgres } = compose.services;

  it("runs two of them behind one PostgreSQL 15 that is ready before they start", () => {
    expect(app.deploy.replicas).toBe(2);
    expect(postgres.image).toBe("postgres:15");
    expect(postgres.healthcheck?.test).toContain("pg_isready");
    expect(app.depends_on).toEqual({ postgres: { condition: "service_healthy" } });
  });

  it("takes every secret from a file, and none stands in it", () => {
    expect(app.environment["DATABASE_URL_FILE"]).toBe("/run/secrets/database_url");
    expect(postgres.environment["POSTGRES_PASSWORD_FILE"]).toBe("/run/secrets/database_password");
    expect([...app.secrets, ...postgres.secrets].toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
    const ignored = text(".gitignore").split("\n");
    for (const { file } of Object.values(compose.secrets))
      expect(ignored).toContain(`/${file.split("/")[0]}/`);
    expect(ignored).toEqual(expect.arrayContaining(["/config/", ".env"]));
    expect(text("compose.yaml")).not.toMatch(/postgres:\/\/|PASSWORD:/);
  });

  it("lets them do and write as little as can be", () => {
    for (const service of [app, postgres]) {
      expect(service.cap_drop).toEqual(["ALL"]);
      expect(service.security_opt).toEqual(["no-new-privileges:true"]);
      expect(service.deploy.resources.limits.memory).toMatch(/^\d+[MG]$/);
    }
    expect(app.read_only).toBe(true);
    expect(app.tmpfs).toEqual(["/tmp"]);
    expect(app.volumes).toEqual(["./config:/config:ro", "/data"]);
    expect(app.environment["NIANBAO_ACCESS"]).toMatch(/^\/config\//);
    expect(postgres.user).toBe("postgres");
    expect(postgres.volumes).toEqual(["database:/var/lib/postgresql/data"]);
    expect(compose.volumes).toEqual({ database: null });
  });

  it("waits longer for their end than they take, and listens where the image is asked for its health", () => {
    const { turnsMs, sendsMs, closeMs } = stopLimits;
    const grace = Number.parseInt(app.stop_grace_period, 10);
    expect(grace).toBeGreaterThanOrEqual(25);
    expect(grace * 1000).toBeGreaterThan(turnsMs + sendsMs + closeMs);
    // An empty line of .env would switch it off.
    expect(app.environment["NIANBAO_OPS_ADDRESS"]).toBe(environment.get("NIANBAO_OPS_ADDRESS"));
  });
});
