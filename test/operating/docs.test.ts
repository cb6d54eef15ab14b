import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { stopLimits } from "../../src/dispatch/dispatch.ts";
import { silent } from "../../src/log.ts";
import { counters } from "../../src/meter.ts";
import { openOperations } from "../../src/operating/operations.ts";
import { states } from "../../src/operating/readiness.ts";

/** What docs/operating.md says is so. */
const root = join(import.meta.dirname, "..", "..");
const docs = readFileSync(join(root, "docs", "operating.md"), "utf8");
const rows = [...docs.matchAll(/^\| `(nianbao_\w+)` +\| (.*?) \| (.*) \|$/gm)];

/** The names of our metrics and of their labels, as they are told. */
async function told(): Promise<Map<string, string[]>> {
  const operations = await openOperations("127.0.0.1:0", { log: silent });
  onTestFinished(() => operations.close());
  operations.watch({
    channels: () => [{ name: "web", state: "ready", local: true }],
    stopping: () => false,
    ping: () => Promise.resolve(),
    counts: () => Promise.resolve({ waiting: 0, unsent: 0 }),
  });
  operations.meter.time("turn", { channel: "web" })();
  operations.meter.time("send", { channel: "web" })();
  const text = await (await fetch(`${operations.url}/metrics`)).text();
  return new Map(
    [...text.matchAll(/^# TYPE (nianbao_\w+) /gm)].map(([, name = ""]) => {
      const labels = new RegExp(`^${name}(?:_count)?\\{(.*?)\\}`, "m").exec(text)?.[1] ?? "";
      return [name, [...labels.matchAll(/(\w+)="/g)].map(([, label = ""]) => label).toSorted()];
    }),
  );
}

it("explains every metric with its labels, and no other", async () => {
  const explained = rows.map(([, name = "", labels = ""]) => [
    name,
    [...labels.matchAll(/`(\w+)`/g)].map(([, label = ""]) => label).toSorted(),
  ]);
  expect(explained.toSorted()).toEqual([...(await told())].toSorted());
});

it("explains every word that a label of ours may say", () => {
  for (const [name, { labels }] of Object.entries(counters)) {
    const printed = `nianbao_${name.replaceAll("-", "_")}_total`;
    const meaning = rows.find(([, metric]) => metric === printed)?.[3] ?? "";
    for (const words of Object.values<string | readonly string[]>(labels))
      if (words !== "channel") for (const word of words) expect(meaning, printed).toContain(`\`${word}\``);
  }
  const channel = rows.find(([, metric]) => metric === "nianbao_channel_state")?.[3] ?? "";
  for (const state of Object.keys(states)) expect(channel).toContain(`\`${state}\``);
});

it("alarms on metrics that there are, and on events that are logged", async () => {
  const names = [...(await told()).keys()];
  const alarms = docs.slice(docs.indexOf("## 什么时候报警"), docs.indexOf("## 停下"));
  const used = [...alarms.matchAll(/nianbao_\w+/g)].map(([name]) => name.replace(/_bucket$/, ""));
  expect(used.length).toBeGreaterThan(5);
  for (const name of used) expect(names).toContain(name);
  const dispatch = ["inbox/work.ts", "outbox/delivery.ts"].map((file) => readFileSync(join(root, "src", "dispatch", file), "utf8")); // prettier-ignore
  for (const [, event = ""] of alarms.matchAll(/日志里的 `([\w-]+)`/g))
    expect(dispatch.join()).toContain(`"${event}"`);
});

it("promises the times that are kept", () => {
  const { turnsMs, sendsMs } = stopLimits;
  expect(docs).toContain(`手上的回合（最多${turnsMs / 1000}秒）`);
  expect(docs).toContain(`能发的（最多${sendsMs / 1000}秒）`);
});

it("names files and settings that there are", () => {
  const compose = readFileSync(join(root, "compose.yaml"), "utf8");
  const example = readFileSync(join(root, ".env.example"), "utf8");
  for (const [, name = ""] of docs.matchAll(/\b((?:NIANBAO|WECOM)_[A-Z_]+?)(?:_FILE)?\b/g))
    expect(example, name).toMatch(new RegExp(`^${name}=`, "m"));
  for (const file of ["secrets/database_password", "secrets/database_url"]) {
    expect(docs).toContain(file);
    expect(compose).toContain(`file: ${file}`);
  }
});
