import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { silent } from "../../src/log.ts";
import { asking } from "../../src/operating/asking.ts";
import { openOperations, storeMs, type Operations } from "../../src/operating/operations.ts";
import type { Watch, Watched } from "../../src/operating/readiness.ts";

const page: Watch = { name: "web", state: "ready", local: true };
const wecom: Watch = { name: "wecom", state: "ready", local: false };
const feishu: Watch = { name: "feishu", state: "ready", local: false };
const well: Watched = {
  channels: () => [page],
  stopping: () => false,
  ping: () => Promise.resolve(),
  counts: () => Promise.resolve({ waiting: 3, unsent: 2 }),
};
const never = (): Promise<never> => new Promise(() => undefined);

/** Three addresses on a free port. */
async function opened(watched?: Partial<Watched>, patienceMs = storeMs): Promise<Operations> {
  const operations = await openOperations("127.0.0.1:0", { log: silent, patienceMs });
  onTestFinished(() => operations.close());
  if (watched !== undefined) operations.watch({ ...well, ...watched });
  return operations;
}
async function asked({ url }: Operations, path: string, init?: RequestInit) {
  const response = await fetch(`${url}${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const ready = async (operations: Operations): Promise<[number, unknown]> => {
  const { status, text } = await asked(operations, "/readyz");
  return [status, JSON.parse(text)];
};

describe("/healthz", () => {
  it("answers while the process lives, also before anything is open", async () => {
    expect(await asked(await opened(), "/healthz")).toMatchObject({ status: 200, text: "ok\n" });
  });

  it("is what the container asks", async () => {
    const file = join(import.meta.dirname, "..", "..", "src", "operating", "healthcheck.ts");
    const ask = (address: string): Promise<number | null> =>
      new Promise((resolve) => {
        const env = { ...process.env, NIANBAO_OPS_ADDRESS: address };
        spawn(process.execPath, [file], { env, stdio: "ignore" }).on("close", resolve);
      });
    const operations = await opened();
    const { port } = new URL(operations.url);
    expect(await ask(`0.0.0.0:${port}`)).toBe(0);
    await operations.close();
    expect(await ask(`0.0.0.0:${port}`)).toBe(1);
    expect(await ask("")).toBe(1);
  });

  it("answers though the database does not", async () => {
    const operations = await opened({ ping: never });
    const readiness = asked(operations, "/readyz");
    expect((await asked(operations, "/healthz")).status).toBe(200);
    expect((await readiness).status).toBe(503);
  });
});

describe("/readyz", () => {
  it("is not ready before the service is there", async () => {
    expect(await ready(await opened())).toEqual([
      503,
      { ready: false, stopping: false, store: "failed", channels: {} },
    ]);
  });

  it("is ready when the store answers and a channel is ready", async () => {
    expect(await ready(await opened({}))).toEqual([
      200,
      { ready: true, stopping: false, store: "ok", channels: { web: "ready" } },
    ]);
  });

  const cases: [string, readonly Watch[], number][] = [
    ["the page alone", [page], 200],
    ["nothing open", [], 503],
    ["one that stands by", [page, { ...wecom, state: "standby" }], 200],
    ["one of two platforms", [page, { ...wecom, state: "failed" }, feishu], 200],
    ["the page beside platforms that are away", [page, { ...wecom, state: "reconnecting" }], 503],
    ["connecting", [{ ...page, state: "connecting" }], 503],
    ["failed", [page, { ...wecom, state: "failed" }], 503],
    ["stopped", [page, { ...wecom, state: "stopped" }], 503],
  ];
  it.each(cases)("%s", async (_, channels, status) => {
    expect((await ready(await opened({ channels: () => channels })))[0]).toBe(status);
  });

  it("is not ready from the moment we stop", async () => {
    let stopping = false;
    const operations = await opened({ stopping: () => stopping });
    expect((await ready(operations))[0]).toBe(200);
    stopping = true;
    expect(await ready(operations)).toMatchObject([503, { stopping: true }]);
  });

  it("tells of a store that fails or hangs, and of one that has come back", async () => {
    let ping: () => Promise<void> = () => Promise.reject(new Error("postgres://somebody:secret@host/db"));
    const operations = await opened({ ping: () => ping() }, 20);
    const failed = await asked(operations, "/readyz");
    expect(failed.status).toBe(503);
    expect(failed.text).toContain('"store":"failed"');
    expect(failed.text).not.toContain("secret");
    ping = never;
    expect((await ready(operations))[0]).toBe(503);
    ping = () => Promise.resolve();
    expect((await ready(operations))[0]).toBe(200);
  });

  it("waits for a store less than two seconds", () => expect(storeMs).toBeLessThan(2000));

  it("asks a store that hangs once, however many want to know, and again when it was too late", async () => {
    const answers: PromiseWithResolvers<number>[] = [];
    const ask = asking(() => {
      const answer = Promise.withResolvers<number>();
      answers.push(answer);
      return answer.promise;
    }, 20);
    const three = [ask(), ask(), ask()];
    expect(answers).toHaveLength(1);
    expect(await Promise.all(three)).toEqual([undefined, undefined, undefined]);
    const next = ask();
    answers[1]?.resolve(7);
    expect(await next).toBe(7);
    expect(answers).toHaveLength(2);
  });

  it("does not pile up questions to a store that hangs", async () => {
    const answers: PromiseWithResolvers<number>[] = [];
    const ask = asking(() => {
      const answer = Promise.withResolvers<number>();
      answers.push(answer);
      return answer.promise;
    }, 5);
    for (let count = 0; count < 5; count++) expect(await ask()).toBeUndefined();
    expect(answers).toHaveLength(3);
    answers[0]?.reject(new Error("cut"));
    await Promise.resolve();
    const next = ask();
    answers[3]?.resolve(7);
    expect(await next).toBe(7);
  });
});

describe("/metrics", () => {
  it("tells what waits, the state of every channel, and the process", async () => {
    const channels = [page, { ...wecom, state: "reconnecting" } as const];
    const { status, headers, text } = await asked(await opened({ channels: () => channels }), "/metrics");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/^nianbao_inbox_waiting 3$/m);
    expect(text).toMatch(/^nianbao_outbox_unsent 2$/m);
    expect(text).toMatch(/^nianbao_store_up 1$/m);
    expect(text).toMatch(/^nianbao_channel_state\{channel="wecom",state="reconnecting"\} 1$/m);
    expect(text).toMatch(/^nianbao_channel_state\{channel="wecom",state="ready"\} 0$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it("tells 0 of what has not happened yet, for every channel that is set and no other", async () => {
    const { text } = await asked(await opened({}), "/metrics");
    expect(text).toMatch(/^nianbao_turn_failures_total\{channel="web",why="fault"\} 0$/m);
    expect(text).toMatch(/^nianbao_limits_total\{by="upload"\} 0$/m);
    expect(text).not.toContain('channel="feishu"');
  });

  it("says nothing of what nobody can tell: unknown is not zero", async () => {
    const operations = await opened({ ping: never, counts: never }, 20);
    const { status, text } = await asked(operations, "/metrics");
    expect(status).toBe(200);
    expect(text).toMatch(/^nianbao_store_up 0$/m);
    expect(text).not.toMatch(/^nianbao_(?:inbox_waiting|outbox_unsent) /m);
    operations.watch(well);
    expect((await asked(operations, "/metrics")).text).toMatch(/^nianbao_inbox_waiting 3$/m);
  });

  it("counts and times by the labels there are; what is none becomes other", async () => {
    const operations = await opened({});
    const { meter } = operations;
    meter.count("messages", { channel: "feishu", kind: "message", outcome: "taken" });
    meter.count("messages", { channel: "feishu", kind: "message", outcome: "taken" });
    meter.count("messages", { channel: "张三的身份证", kind: "message", outcome: "taken" });
    meter.count("store-failures", {});
    meter.time("turn", { channel: "web" })();
    const { text } = await asked(operations, "/metrics");
    expect(text).toMatch(/^nianbao_messages_total\{channel="feishu",kind="message",outcome="taken"\} 2$/m);
    expect(text).toMatch(/^nianbao_messages_total\{channel="other",kind="message",outcome="taken"\} 1$/m);
    expect(text).toMatch(/^nianbao_store_failures_total 1$/m);
    expect(text).toMatch(/^nianbao_turn_seconds_count\{channel="web"\} 1$/m);
    expect(text).not.toContain("张三");
  });
});

describe("Every answer", () => {
  it.each(["/healthz", "/readyz", "/metrics", "/", "/constructor"])(
    "%s is not kept, not guessed and not framed",
    async (path) => {
      const { headers } = await asked(await opened({}), path);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    },
  );

  it("is for those who look: other paths and other methods get none", async () => {
    const operations = await opened({});
    expect((await asked(operations, "/healthz?verbose=1")).status).toBe(200);
    expect((await asked(operations, "/healthz", { method: "HEAD" })).status).toBe(200);
    expect((await asked(operations, "/healthz", { method: "POST", body: "x" })).status).toBe(405);
    for (const path of ["/", "/healthz/", "/constructor", "/..%2fetc%2fpasswd"])
      expect((await asked(operations, path)).status, path).toBe(404);
  });

  it("is a bare 500 where something of ours fails", async () => {
    const fault = (): never => {
      throw new Error("secret of 张三");
    };
    const { status, text } = await asked(await opened({ channels: fault }), "/metrics");
    expect([status, text]).toEqual([500, "error\n"]);
  });
});

describe("Where nothing can listen", () => {
  it("one sentence says so, with the name of the setting", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    await expect(openOperations(`127.0.0.1:${port}`, { log: silent })).rejects.toThrow(
      /已被占用，请改 NIANBAO_OPS_ADDRESS/,
    );
    await expect(openOperations("192.0.2.1:8791", { log: silent })).rejects.toThrow(/不是这台机器的地址/);
  });

  it.each([
    "8791",
    "localhost",
    "127.0.0.1:",
    ":8791",
    "127.0.0.1:65536",
    "http://127.0.0.1:8791",
    "::1:8791",
  ])("%s is no address", async (text) => {
    await expect(openOperations(text, { log: silent })).rejects.toThrow(/NIANBAO_OPS_ADDRESS 填得不对/);
  });
});
