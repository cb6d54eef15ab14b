import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openModel, type ModelSettings } from "../../src/llm/open.ts";
import type { Budget, Model, Task } from "../../src/llm/model.ts";
import type { Log, LogFields } from "../../src/log.ts";
import { FakeLlm, type Ability, type Entry } from "../fakes/llm.ts";

const key = "sk-canary-5d2f9a";
const task: Task = { name: "understand", version: "2", system: "把话读成命令。", user: "今年收到3件申请" };
const Figures = z.object({ count: z.number().int().min(0), note: z.string().optional() });
const right = { count: 3, note: null };
const fits = { kind: "answer", value: { count: 3 } };

let fake: FakeLlm;
/** The pauses between tries, in ms. */
let waited: number[];
let lines: { event: string; fields: LogFields }[];
let clock: number;

beforeEach(async () => {
  fake = await FakeLlm.open();
  waited = [];
  lines = [];
  clock = 0;
});
afterEach(() => fake.close());

const log: Log = {
  info: (event, fields = {}) => void lines.push({ event, fields }),
  warn: (event, fields = {}) => void lines.push({ event, fields }),
  error: (event, fields = {}) => void lines.push({ event, fields }),
};

/** The clock stands unless a test moves it; pauses take no time. */
const open = (settings: Partial<ModelSettings> = {}): Model =>
  openModel(
    { baseUrl: fake.url, apiKey: key, model: "fake", timeoutMs: 5000, ...settings },
    {
      log,
      now: () => new Date(clock),
      wait: (ms) => {
        waited.push(ms);
        return Promise.resolve();
      },
    },
  );

const forms = (): string[] =>
  fake.requests.map(
    ({ body }) => body.response_format?.type ?? (body.tools === undefined ? "words" : "tool"),
  );
const codes = (): unknown[] =>
  lines.filter(({ event }) => event === "model").map(({ fields }) => fields["code"]);
const only = (...abilities: Ability[]): void => {
  fake.can = new Set<Ability>(["temperature", ...abilities]);
};

describe("an answer of a shape", () => {
  const kinds: [string, Ability[], Entry, string[]][] = [
    ["a strict schema", ["json_schema"], right, ["json_schema"]],
    ["JSON without a schema", ["json_object"], right, ["json_schema", "json_object"]],
    ["tools only", ["tool"], right, ["json_schema", "json_object", "tool"]],
    [
      "words only",
      [],
      '好的：\n```json\n{"count": 3}\n```\n请查收。',
      ["json_schema", "json_object", "tool", "words"],
    ],
  ];
  it.each(kinds)(
    "comes from an endpoint with %s, which is found out once",
    async (_, abilities, answer, asked) => {
      only(...abilities);
      fake.otherwise(() => answer);
      const model = open();
      expect(await model.ask(task, Figures)).toMatchObject(fits);
      expect(forms()).toEqual(asked);
      expect(await model.ask(task, Figures)).toMatchObject(fits);
      expect(forms()).toEqual([...asked, asked.at(-1)]);
    },
  );

  it("is asked with a schema in which everything is required, nothing bounded, and what may be left out may be null", async () => {
    fake.answers(right);
    await open().ask(task, Figures);
    expect(fake.requests[0]?.body.response_format?.["json_schema"]).toEqual({
      name: "answer",
      strict: true,
      schema: {
        type: "object",
        properties: { count: { type: "integer" }, note: { anyOf: [{ type: "string" }, { type: "null" }] } },
        required: ["count", "note"],
        additionalProperties: false,
      },
    });
  });

  it("tells the shape in words, and the word JSON, where the form does not", async () => {
    only("json_object");
    fake.answers(right);
    await open().ask(task, Figures);
    expect(fake.requests[1]?.body.messages[0]?.content).toMatch(/JSON[\s\S]*"count"/);
  });

  it("remembers the form of an endpoint and a model over a restart, and what is spoiled on the disk is found out anew", async () => {
    only("tool");
    fake.otherwise(() => right);
    const folder = join(mkdtempSync(join(tmpdir(), "llm-")), "data");
    await open({ folder }).ask(task, Figures);
    expect(forms()).toEqual(["json_schema", "json_object", "tool"]);
    await open({ folder }).ask(task, Figures);
    expect(forms().slice(3)).toEqual(["tool"]);
    await open({ folder, model: "other" }).ask(task, Figures);
    expect(forms().slice(4)).toEqual(["json_schema", "json_object", "tool"]);
    expect(readFileSync(join(folder, "llm.json"), "utf8")).not.toContain("127.0.0.1");
    writeFileSync(join(folder, "llm.json"), "{");
    await open({ folder }).ask(task, Figures);
    expect(forms().slice(7)).toEqual(["json_schema", "json_object", "tool"]);
  });

  it("goes on without a temperature where there is none", async () => {
    fake.can = new Set<Ability>(["json_schema"]);
    fake.otherwise(() => right);
    expect(await open().ask(task, Figures)).toMatchObject(fits);
    expect(fake.requests.map(({ body }) => body.temperature)).toEqual([0, undefined]);
  });

  const said: [string, string][] = [
    ["thinking aloud", '<think>用户说{"count": 9}？不对。</think>{"count": 3}'],
    ["thinking whose begin is cut off", '也许{"count": 9}</think>\n{"count": 3}'],
    ["words around it", '答案是 {"count": 3} ，请核对。'],
    ["other JSON before it", '例如 {"x": 1}，所以 {"count": 3}'],
    ["a fence", '```json\n{"count": 3}\n```'],
  ];
  it.each(said)("is found in %s", async (_, text) => {
    fake.answers(text);
    expect(await open().ask(task, Figures)).toMatchObject(fits);
    expect(fake.requests.length).toBe(1);
  });

  it("of a schema that is no object stands under a name, or bare", async () => {
    const model = open();
    fake.answers({ value: [1, 2] }, { json: [3] });
    expect(await model.ask(task, z.array(z.number()))).toMatchObject({ value: [1, 2] });
    expect(await model.ask(task, z.array(z.number()))).toMatchObject({ value: [3] });
  });

  it("is asked for once more with what is wrong, the answer itself quoted", async () => {
    fake.answers({ count: "三" }, right);
    const answer = await open().ask(task, Figures);
    expect(answer).toMatchObject(fits);
    expect(fake.requests[1]?.body.messages.slice(2)).toEqual([
      { role: "assistant", content: '{"count":"三"}' },
      { role: "user", content: expect.stringContaining("count:") as string },
    ]);
    expect(answer.used?.sent).toContain("上面的回答不合要求");
  });

  it("is broken when the second is no better either", async () => {
    fake.answers("", "I'm sorry, I can't.", right);
    expect(await open().ask(task, Figures)).toMatchObject({ kind: "none", why: "broken" });
    expect(fake.requests.length).toBe(2);
  });

  it("is asked for in another form where the strict one is taken and not kept", async () => {
    fake.answers({ sum: 3 }, right, right);
    const model = open();
    await model.ask(task, Figures);
    await model.ask(task, Figures);
    expect(forms()).toEqual(["json_schema", "json_object", "json_object"]);
  });

  it("keeps the form that has proven itself through one bad answer", async () => {
    fake.answers(right, "{", right, right);
    const model = open();
    for (let count = 0; count < 3; count++) expect(await model.ask(task, Figures)).toMatchObject(fits);
    expect(forms()).toEqual(Array(4).fill("json_schema"));
  });

  it("keeps the form that has proven itself when one request is refused in every form", async () => {
    fake.answers(right, ...Array<Entry>(4).fill({ status: 400, message: "data_inspection_failed" }), right);
    const model = open();
    expect(await model.ask(task, Figures)).toMatchObject(fits);
    expect(await model.ask(task, Figures)).toMatchObject({ why: "refused" });
    expect(await model.ask(task, Figures)).toMatchObject(fits);
    expect([forms()[0], forms()[5]]).toEqual(["json_schema", "json_schema"]);
  });

  it("is found out together by those who ask at the same time", async () => {
    only("tool");
    fake.otherwise(() => right);
    const model = open();
    const answers = await Promise.all([1, 2, 3].map(() => model.ask(task, Figures)));
    for (const answer of answers) expect(answer).toMatchObject(fits);
    await model.ask(task, Figures);
    expect(forms().at(-1)).toBe("tool");
  });

  it("that breaks a rule of ours but has the shape leaves the form alone", async () => {
    fake.answers({ count: -1, note: null }, right, right);
    const model = open();
    await model.ask(task, Figures);
    await model.ask(task, Figures);
    expect(forms()).toEqual(["json_schema", "json_schema", "json_schema"]);
  });
});

describe("an endpoint that misbehaves", () => {
  const cases: [string, Entry[], { why: string; calls: number }][] = [
    ["refuses the key", [{ status: 401 }], { why: "refused", calls: 1 }],
    ["does not know the model", [{ status: 404 }], { why: "refused", calls: 1 }],
    ["refuses every form", Array<Entry>(4).fill({ status: 400 }), { why: "refused", calls: 4 }],
    ["filters", [{ said: "", finish: "content_filter" }], { why: "refused", calls: 1 }],
    ["is overloaded", Array<Entry>(3).fill({ status: 503 }), { why: "unreachable", calls: 3 }],
    ["limits", Array<Entry>(3).fill({ status: 429 }), { why: "limited", calls: 3 }],
    ["limits for longer than we wait", [{ status: 429, retryAfter: 60 }], { why: "limited", calls: 1 }],
    ["cuts the line", Array<Entry>(3).fill({ reset: true }), { why: "unreachable", calls: 3 }],
    ["breaks off", Array<Entry>(3).fill({ half: "{" }), { why: "unreachable", calls: 3 }],
    ["sends a page", [{ notJson: "<html>登录</html>" }], { why: "broken", calls: 1 }],
    ["sends something else", [{ raw: { choices: [] } }], { why: "broken", calls: 1 }],
    [
      "sends types at odds",
      [{ raw: { choices: [{ message: { content: 5 } }] } }],
      { why: "broken", calls: 1 },
    ],
    ["says ten megabytes", [{ huge: 3_500_000 }], { why: "broken", calls: 1 }],
    [
      "sends us elsewhere",
      [{ redirect: "http://127.0.0.1:9/v1/chat/completions" }],
      { why: "refused", calls: 1 },
    ],
    ["answers nothing but brackets", Array<Entry>(2).fill("{[".repeat(50_000)), { why: "broken", calls: 2 }],
    [
      "nests without end",
      Array<Entry>(2).fill("[".repeat(50_000) + "]".repeat(50_000)),
      { why: "broken", calls: 2 },
    ],
  ];
  it.each(cases)("and %s gives no answer", async (_, script, { why, calls }) => {
    fake.answers(...script);
    fake.otherwise(() => right);
    expect(await open().ask(task, Figures)).toMatchObject({
      kind: "none",
      why,
      used: { task: "understand" },
    });
    expect(fake.requests.length).toBe(calls);
    expect(codes().length).toBe(1);
  });

  it("is tried again after what it asks for, else after longer and longer pauses", async () => {
    fake.answers({ status: 429, retryAfterMs: 40 }, { status: 429, retryAfter: 2 }, right);
    expect(await open().ask(task, Figures)).toMatchObject(fits);
    fake.answers({ status: 500 }, { reset: true }, right);
    expect(await open().ask(task, Figures)).toMatchObject(fits);
    expect(waited).toEqual([40, 2000, 500, 1500]);
  });

  it("and is silent is given up after the time for all of it", async () => {
    fake.answers({ status: 500, retryAfterMs: 1 }, { silent: true });
    expect(await open({ timeoutMs: 60 }).ask(task, Figures)).toMatchObject({ kind: "none", why: "timeout" });
    expect(fake.requests.length).toBe(2);
  });

  it.each(["ask", "write"] as const)(
    "and falls silent within its answer is given up too: %s",
    async (way) => {
      fake.answers({ stalls: "街道主动公开" });
      const model = open({ timeoutMs: 60 });
      const answer = way === "ask" ? await model.ask(task, Figures) : await model.write(task);
      expect(answer).toMatchObject({ kind: "none", why: "timeout" });
      expect(fake.requests.length).toBe(1);
    },
  );

  it("that names a date to come back at is waited for until then", async () => {
    clock = Date.UTC(2026, 0, 5, 9, 0, 0);
    fake.answers({ status: 503, retryAfter: "Mon, 05 Jan 2026 09:00:03 GMT" }, right);
    expect(await open().ask(task, Figures)).toMatchObject(fits);
    expect(waited).toEqual([3000]);
  });

  it("and sends without end is cut off", async () => {
    fake.answers({ notJson: `${" ".repeat(3_000_000)}{` });
    expect(await open().ask(task, Figures)).toMatchObject({ why: "broken" });
    expect(codes()).toEqual(["broken-too-much"]);
  });

  it("and is not there is unreachable", async () => {
    await fake.close();
    expect(await open().ask(task, Figures)).toMatchObject({ kind: "none", why: "unreachable" });
    fake = await FakeLlm.open();
  });

  it("is left when the caller gives up, and before it is asked", async () => {
    fake.otherwise(() => ({ silent: true }));
    const controller = new AbortController();
    const asking = open().ask(task, Figures, { signal: controller.signal });
    controller.abort();
    expect(await asking).toMatchObject({ kind: "none", why: "timeout" });
    expect(await open().ask(task, Figures, { signal: controller.signal })).toEqual({ kind: "none", why: "timeout", used: null }); // prettier-ignore
  });
});

describe("an endpoint that failed three times in a row", () => {
  it("is left alone for a minute, then tried once, and is back when that went well", async () => {
    const model = open();
    const why = async (): Promise<unknown> => {
      const answer = await model.ask(task, Figures);
      return answer.kind === "none" ? answer.why : answer.kind;
    };
    fake.otherwise(() => ({ status: 503, retryAfter: 60 }));
    for (let count = 0; count < 3; count++) expect(await why()).toBe("unreachable");
    expect(fake.requests.length).toBe(3);
    expect(await model.ask(task, Figures)).toEqual({ kind: "none", why: "unreachable", used: null });
    clock += 59_999;
    await why();
    expect(fake.requests.length).toBe(3);
    clock += 1;
    expect(await Promise.all([why(), why()])).toEqual(["unreachable", "unreachable"]);
    expect(fake.requests.length).toBe(4);
    clock += 60_000;
    fake.otherwise(() => right);
    expect([await why(), await why()]).toEqual(["answer", "answer"]);
    expect(fake.requests.length).toBe(6);
  });

  it("is tried again when the caller gave the trial up", async () => {
    const model = open();
    fake.otherwise(() => ({ status: 503, retryAfter: 60 }));
    for (let count = 0; count < 3; count++) await model.ask(task, Figures);
    clock += 60_000;
    fake.answers({ silent: true });
    await model.ask(task, Figures, { signal: AbortSignal.timeout(30) });
    fake.otherwise(() => right);
    expect(await model.ask(task, Figures)).toMatchObject(fits);
  });

  it("is not left alone because callers gave up", async () => {
    const model = open();
    fake.otherwise(() => ({ silent: true }));
    for (let count = 0; count < 4; count++)
      await model.ask(task, Figures, { signal: AbortSignal.timeout(20) });
    fake.otherwise(() => right);
    expect(await model.ask(task, Figures)).toMatchObject(fits);
  });

  it("is not left alone for failures apart, nor for refusals", async () => {
    const model = open();
    const bad = { status: 503, retryAfter: 60 };
    fake.answers(
      bad,
      bad,
      right,
      bad,
      bad,
      { status: 401 },
      { status: 401 },
      { status: 401 },
      { status: 401 },
      right,
    );
    for (let count = 0; count < 10; count++) await model.ask(task, Figures);
    expect(fake.requests.length).toBe(10);
  });
});

describe("the budget of a turn", () => {
  it("is spent by calls and by time", async () => {
    const budget: Budget = { calls: 3, ms: 9000 };
    fake.answers({ status: 500 }, right);
    const model = openModel(
      { baseUrl: fake.url, model: "fake" },
      { log, now: () => new Date(clock), wait: (ms) => Promise.resolve(void (clock += ms)) },
    );
    expect(await model.ask(task, Figures, { budget })).toMatchObject(fits);
    expect(budget).toEqual({ calls: 1, ms: 8500 });
  });

  it("allows no call when it is spent, and no try beyond it", async () => {
    fake.otherwise(() => ({ status: 500 }));
    const budget: Budget = { calls: 1, ms: 9000 };
    expect(await open().ask(task, Figures, { budget })).toMatchObject({ kind: "none", why: "unreachable" });
    expect(await open().ask(task, Figures, { budget })).toEqual({ kind: "none", why: "budget", used: null });
    expect(await open().write(task, { budget: { calls: 1, ms: 0 } })).toEqual({ kind: "none", why: "budget", used: null }); // prettier-ignore
    expect(fake.requests.length).toBe(1);
  });

  it("leaves an answer as it is when nothing is left for its repair", async () => {
    fake.answers("{", right);
    expect(await open().ask(task, Figures, { budget: { calls: 1, ms: 9000 } })).toMatchObject({
      why: "broken",
    });
    expect(fake.requests.length).toBe(1);
  });

  it("is not charged for finding out the form", async () => {
    only("tool");
    fake.answers(right);
    const budget: Budget = { calls: 1, ms: 9000 };
    expect(await open().ask(task, Figures, { budget })).toMatchObject(fits);
    expect(budget.calls).toBe(0);
  });

  it("bounds the waiting", async () => {
    fake.answers({ silent: true });
    expect(
      await open({ timeoutMs: 600_000 }).ask(task, Figures, { budget: { calls: 2, ms: 50 } }),
    ).toMatchObject({
      why: "timeout",
    });
  });
});

describe("whatever is answered", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.json(),
    fc.constantFrom("{", "```json", "<think>", "}", "[1", "null"),
  );
  const hostile: fc.Arbitrary<Entry> = fc.oneof(
    fc.array(text, { maxLength: 4 }).map((parts) => parts.join("")),
    fc.jsonValue().map((json) => ({ json })),
    fc.jsonValue().map((raw) => ({ raw })),
    fc.string().map((notJson) => ({ notJson })),
    fc.constantFrom(400, 401, 404, 413, 418, 429, 500, 529).map((status) => ({ status })),
    fc.constantFrom<Entry>({ reset: true }, { half: "{" }, { redirect: "/elsewhere" }),
    fc.record({ count: fc.oneof(fc.integer(), fc.double(), fc.string()), note: fc.anything() }).map((json) => ({ json: JSON.parse(JSON.stringify(json)) as unknown })),
  ); // prettier-ignore

  it("never throws, and is an answer only where it fits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (script, prose) => {
          let next = 0;
          fake.otherwise(() => script[next++ % script.length] ?? "");
          const answer = prose ? await open().write(task) : await open().ask(task, Figures);
          if (answer.kind === "none") expect(answer.why).toMatch(/^(?:refused|limited|broken|unreachable)$/);
          else if (typeof answer.value === "string") expect(answer.value.trim()).not.toBe("");
          else expect(Figures.safeParse(answer.value).success).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("prose", () => {
  const text = "街道通过门户网站主动公开政府信息，内容涵盖规划计划、民生保障等方面。";

  it("comes as it is written, all of it so far each time", async () => {
    fake.answers(text);
    const soFar: string[] = [];
    expect(await open().write(task, { onText: (one) => soFar.push(one) })).toMatchObject({ kind: "answer", value: text }); // prettier-ignore
    expect(soFar.length).toBeGreaterThan(2);
    for (const one of soFar) expect(text.startsWith(one)).toBe(true);
    expect(soFar.at(-1)).toBe(text);
  });

  it("comes whole from an endpoint that does not stream", async () => {
    only();
    fake.answers(text);
    const budget: Budget = { calls: 1, ms: 9000 };
    expect(await open().write(task, { budget })).toMatchObject({ kind: "answer", value: text });
    expect(budget.calls).toBe(0);
  });

  it("is without the thinking aloud, also while it comes", async () => {
    fake.answers(`<think>先想想怎么写这一段文字，要客观。</think>\n${text}`);
    const soFar: string[] = [];
    expect(await open().write(task, { onText: (one) => soFar.push(one) })).toMatchObject({ value: text });
    for (const one of soFar) expect(text.startsWith(one)).toBe(true);
    expect(soFar).not.toContain("");
    expect(new Set(soFar).size).toBe(soFar.length);
  });

  const broken: [string, Entry, string][] = [
    ["half a text", { half: text }, "broken"],
    ["a text cut off for its length", { said: text, finish: "length" }, "broken"],
    ["a filtered text", { said: text, finish: "content_filter" }, "refused"],
    ["no text", "", "broken"],
    ["thinking only", "<think>怎么写呢", "broken"],
    ["English", "The sub-district published 12 documents in 2025.", "broken"],
    ["a flood", { huge: 30_000 }, "broken"],
    ["somebody nobody spoke of", "街道答复了〔人3〕。", "broken"],
  ];
  it.each(broken)("that is %s is no answer", async (_, entry, why) => {
    fake.answers(entry);
    expect(await open().write(task)).toMatchObject({ kind: "none", why });
    expect(fake.requests.length).toBe(1);
  });

  it("is tried again before it begins", async () => {
    fake.answers({ status: 503 }, text);
    expect(await open().write(task)).toMatchObject({ value: text });
  });

  it("that stops coming is given up", async () => {
    fake.answers({ silent: true });
    expect(await open({ timeoutMs: 50 }).write(task)).toMatchObject({ kind: "none", why: "timeout" });
  });

  it("lets a mistake of the caller through", async () => {
    fake.answers(text);
    const onText = (): void => {
      throw new Error("ours");
    };
    await expect(open().write(task, { onText })).rejects.toThrow("ours");
  });
});

describe("what leaves the house", () => {
  const canaries = [
    "13912345678",
    "张建国",
    "610111199003071234",
    "纺北路12号3栋",
    "zjg@example.org",
    "6222021234567890123",
  ];
  const personal: Task = {
    ...task,
    system: "你读懂关于张建国的话。",
    user: "申请人张建国（身份证610111199003071234，电话13912345678，邮箱zjg@example.org，卡号6222021234567890123）住纺北路12号3栋，要求公开席王街道2025年征地文件，已答复1件。",
  };

  it("is masked in the first question and in the repair, and comes back with its values", async () => {
    const Quote = z.object({
      quote: z.string().refine((quote) => quote.startsWith("申请人"), "申请人张建国要写在前面"),
    });
    fake.answers({ quote: "〔人1〕" }, { quote: "申请人〔人1〕，电话〔电话1〕" });
    const answer = await open().ask(personal, Quote);
    expect(answer).toMatchObject({ value: { quote: "申请人张建国，电话13912345678" } });
    expect(fake.requests.length).toBe(2);
    for (const { text } of fake.requests) {
      for (const canary of canaries) expect(text).not.toContain(canary);
      expect(text).toContain("席王街道2025年征地文件，已答复1件");
    }
    for (const canary of canaries) expect(answer.used?.sent).not.toContain(canary);
    expect(fake.requests[0]?.body.messages[0]?.content).toContain("你读懂关于〔人1〕的话。");
    expect(answer.used?.sent).toContain("申请人〔人1〕");
  });

  it("is masked in the choices of a schema too", async () => {
    fake.answers({ who: "〔人1〕" });
    const Who = z.object({ who: z.enum(["张建国", "街道"]) });
    expect(await open().ask(personal, Who)).toMatchObject({ value: { who: "张建国" } });
    expect(fake.requests[0]?.text).not.toContain("张建国");
  });

  it("is masked for prose, and never shows half a placeholder", async () => {
    fake.answers("街道已答复〔人1〕提出的申请，并通过〔电话1〕告知。");
    const soFar: string[] = [];
    expect(await open().write(personal, { onText: (one) => soFar.push(one) })).toMatchObject({
      value: "街道已答复张建国提出的申请，并通过13912345678告知。",
    });
    expect(soFar.join()).not.toContain("〔");
    expect(fake.requests[0]?.text).not.toContain("13912345678");
  });

  it("is the question and the key, and nothing about this machine", async () => {
    fake.answers(right, right);
    await open().ask(task, Figures);
    await openModel({ baseUrl: fake.url, model: "fake" }, { log, now: () => new Date(clock) }).ask(
      task,
      Figures,
    );
    expect(fake.requests.map(({ headers }) => headers["authorization"])).toEqual([
      `Bearer ${key}`,
      undefined,
    ]);
    const names = Object.keys(fake.requests[0]?.headers ?? {});
    expect(names.filter((name) => /stainless|openai/.test(name))).toEqual([]);
  });

  it("is not in the log, nor is the key, whatever happens", async () => {
    fake.answers(right, { status: 401, message: `Incorrect API key provided: ${key}` }, { status: 500, message: key }, { notJson: key }, "{", `{"count": "${key}"}`); // prettier-ignore
    const model = open({ timeoutMs: 300 });
    const answers = [];
    for (let count = 0; count < 5; count++) answers.push(await model.ask(personal, Figures));
    const written = JSON.stringify(lines);
    expect(lines.length).toBeGreaterThan(4);
    for (const canary of [...canaries, key, "征地", "人1"]) expect(written).not.toContain(canary);
    expect(JSON.stringify(answers)).not.toContain(key);
    expect(lines.at(-1)?.fields).toMatchObject({
      task: "understand",
      version: "2",
      code: expect.any(String) as string,
    });
    expect(lines.find(({ fields }) => fields["code"] === "answer")?.fields).toMatchObject({
      tokens: 15,
      calls: 1,
    });
  });
});
