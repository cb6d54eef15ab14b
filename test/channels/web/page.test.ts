import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Card, Outbound } from "../../../src/channels/channel.ts";
import { answered, connected, downloaded, openBrowser, says, soon, visit, type Visit } from "./browser.ts";
import { words } from "./contrast.ts";
import { Script } from "./script.ts";

/** The page alone: what it shows, keeps and sends, against a service that says what the test tells it to. */

let browser: Browser;
let script: Script;
let visits: Visit[];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A test with a service of its own; at its end the page has complained about nothing but what was `expected`. */
function on(sentence: string, work: (page: Page) => Promise<void>, expected: RegExp | null = null): void {
  it(sentence, async () => {
    visits = [];
    script = await Script.open();
    try {
      await work(await come());
      const complaints = visits.flatMap((one) => one.complaints);
      expect(complaints.filter((complaint) => expected?.test(complaint) !== true)).toEqual([]);
    } finally {
      await Promise.all(visits.map((one) => one.close()));
      await script.close();
    }
  });
}
/** Another page; with a clock of its own, which a test moves on, unless time `passes`. */
const come = async (options: Parameters<typeof visit>[2] = {}, passes = true): Promise<Page> => {
  const one = await visit(browser, script.link, options, passes);
  visits.push(one);
  return one.page;
};
const phone = { viewport: { width: 360, height: 720 }, isMobile: true, hasTouch: true };
const noService = /ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION_RESET)/;
const said = (page: Page): Promise<string[]> => page.locator(".said .words").allInnerTexts();
const sent = (page: Page): Promise<string[]> => page.locator(".sent .words").allInnerTexts();
const shows = (page: Page, locator: string, count: number): Promise<void> =>
  soon(() => page.locator(locator).count()).toBe(count);

const choices: Card = {
  id: "choices",
  text: "三、本年新收：您说的是4件还是5件？",
  choices: ["4件", "5件", "都不是，我重新说一遍这个数是怎么来的"].map((label, index) => ({
    id: `${index + 1}`,
    label,
  })),
};
const form: Card = {
  id: "form",
  text: "第二部分：请把知道的数填在下面。",
  fields: [
    { id: "disclosure.licensing", label: "行政许可（件）", value: "12" },
    { id: "disclosure.fees", label: "行政事业性收费（万元）", value: "" },
  ],
};
const table: Card = {
  id: "table",
  text: "三、收到和处理政府信息公开申请情况",
  table: {
    columns: ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
    rows: ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"].map((row) => [
      row,
      ..."3100004",
    ]),
  },
};
const file: Outbound = {
  type: "file",
  name: "新华区曙光街街道办事处2025年政府信息公开工作年度报告（草稿）.docx",
  bytes: new TextEncoder().encode("PK 稿".repeat(4000)),
};
const everything: readonly Outbound[] = [
  { type: "text", text: "您好，我帮您编政府信息公开工作年度报告。\n请告诉我单位全称。" },
  ...[choices, form, table].map((card) => ({ type: "card", card }) as const),
  file,
];

on("words are shown as words, never as markup", async (page) => {
  const typed = '<img src=x onerror="alert(1)"> <b>5</b> & *重点*\n第二行';
  await page.locator("#words").fill(typed);
  await page.locator("#words").press("Enter");
  await shows(page, ".said:not(.pending)", 1);
  expect(script.said).toEqual([typed]);
  expect(await said(page)).toEqual([typed]);
  await script.send({ type: "text", text: typed });
  await shows(page, ".sent", 2);
  expect(await sent(page)).toEqual([`听到：${typed}`, typed]);
  expect(await page.locator("#lines img, #lines b").count()).toBe(0);
});

on(
  "Enter sends, Shift and Enter breaks the line, and while a word is composed Enter is the input method's",
  async (page) => {
    const input = page.locator("#words");
    await input.pressSequentially("第一行");
    await input.press("Shift+Enter");
    await input.pressSequentially("第二行");
    await input.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
    await input.dispatchEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true });
    expect(script.said).toEqual([]);
    await input.press("Enter");
    await shows(page, ".said", 1);
    expect(script.said).toEqual(["第一行\n第二行"]);
    await input.press("Enter");
    await input.fill("  ");
    await input.press("Enter");
    await page.getByRole("button", { name: "进度" }).click();
    await shows(page, ".said:not(.pending)", 2);
    expect(script.said).toEqual(["第一行\n第二行", "进度"]);
  },
);

on("a choice is pressed once, shown as made in every page, and the input has the focus", async (page) => {
  const other = await come();
  await script.send({ type: "card", card: choices });
  await page.getByRole("button", { name: "5件" }).click();
  for (const one of [page, other]) {
    await soon(() => sent(one)).toEqual([`${choices.text}\n已选：5件`]);
    expect(await one.locator(".choices").count()).toBe(0);
  }
  expect(script.pressed).toMatchObject([{ card: "choices", choice: "2" }]);
  expect(await page.evaluate("document.activeElement.id")).toBe("words");
});

on("a press that is refused says why, and may be repeated", async (page) => {
  const why = "这个选项已经过时了，请看最新的一条。";
  script.receipt = { kind: "refused", why };
  await script.send({ type: "card", card: choices });
  const press = page.getByRole("button", { name: "4件" });
  await press.click();
  await page.getByText(why).waitFor();
  expect(await press.isEnabled()).toBe(true);
  script.receipt = { kind: "known" };
  await press.click();
  await page.getByText("这一项已经处理过了").waitFor();
  expect(new Set(script.pressed.map(({ id }) => id)).size).toBe(1);
});

on("words of one's own end the choices before them", async (page) => {
  await script.send({ type: "card", card: choices });
  await page.getByRole("button", { name: "进度" }).click();
  await soon(() => page.getByRole("button", { name: "4件" }).isDisabled()).toBe(true);
});

on("what is typed outlives a reload, in the input and in a form, until it is sent", async (page) => {
  await script.send({ type: "card", card: form });
  await page.getByLabel("行政许可（件）").fill("13");
  await page.getByLabel("行政事业性收费（万元）").fill("0.5");
  await page.locator("#words").fill("还没写完");
  await page.reload();
  await connected(page);
  expect(await page.locator("#words").inputValue()).toBe("还没写完");
  expect(await page.getByLabel("行政许可（件）").inputValue()).toBe("13");
  // The next form knows one of them better.
  await script.send({ type: "card", card: { ...form, id: "form-2" } });
  await shows(page, ".sent", 2);
  await shows(page, ".fields", 1);
  expect(await page.getByLabel("行政许可（件）").inputValue()).toBe("12");
  expect(await page.getByLabel("行政事业性收费（万元）").inputValue()).toBe("0.5");
  await page.getByRole("button", { name: "提交" }).click();
  await shows(page, ".fields", 0);
  expect(script.pressed).toMatchObject([
    { card: "form-2", fields: { "disclosure.licensing": "12", "disclosure.fees": "0.5" } },
  ]);
});

on(
  "without a connection the page says so, keeps what is said, and sends it once when the service is back",
  async (page) => {
    await says(page, "开始", "听到：开始");
    await script.stop();
    await page.getByText("正在重新连接…您写的话都留着").waitFor();
    for (const text of ["收到4件", "自然人3件"]) {
      await page.locator("#words").fill(text);
      await page.locator("#words").press("Enter");
    }
    await shows(page, ".pending", 2);
    await page.locator("#words").fill("写到一半");
    await script.start();
    await connected(page);
    await shows(page, ".pending", 0);
    await answered(page, "听到：自然人3件", 0);
    expect(script.said).toEqual(["开始", "收到4件", "自然人3件"]);
    expect(await said(page)).toEqual(["开始", "收到4件", "自然人3件"]);
    expect(await sent(page)).toEqual(["听到：开始", "听到：收到4件", "听到：自然人3件"]);
    expect(await page.locator("#words").inputValue()).toBe("写到一半");
    expect(await page.locator("#notice").textContent()).toBe("");
  },
  noService,
);

on(
  "what was not sent outlives a reload",
  async (page) => {
    await page.route("**/messages", (route) => route.abort());
    await page.locator("#words").fill("收到4件");
    await page.locator("#words").press("Enter");
    await shows(page, ".pending", 1);
    await page.unroute("**/messages");
    await page.reload();
    await answered(page, "听到：收到4件", 0);
    expect(script.said).toEqual(["收到4件"]);
  },
  /ERR_FAILED/,
);

on(
  "an answer that got lost on its way does not double what was said",
  async (page) => {
    let lost = 0;
    await page.route("**/messages", async (route) => {
      if (lost > 0) return await route.continue();
      await route.fetch();
      lost += 1;
      await route.abort();
    });
    await page.locator("#words").fill("收到4件");
    await page.locator("#words").press("Enter");
    await soon(() => script.heard.length).toBe(2);
    expect(new Set(script.heard.map(({ id }) => id)).size).toBe(1);
    await shows(page, ".said:not(.pending)", 1);
    expect(await page.locator(".said").count()).toBe(1);
  },
  /ERR_FAILED/,
);

on("what the service will not take is said beside it, and can be changed", async (page) => {
  script.receipt = { kind: "refused", why: "您只能查看。" };
  await page.locator("#words").fill("新收改成5件");
  await page.locator("#words").press("Enter");
  await page.getByText("没有发出：您只能查看。").waitFor();
  await page.getByRole("button", { name: "放回输入框" }).click();
  expect(await page.locator("#words").inputValue()).toBe("新收改成5件");
});

on("what the service has is no longer called on its way, whatever becomes of it", async (page) => {
  script.receipt = { kind: "ignored" };
  await page.getByRole("button", { name: "进度" }).click();
  await shows(page, ".said:not(.pending)", 1);
  expect(await page.getByText("正在发送").count()).toBe(0);
  await script.send({ type: "text", text: "在。" });
  await shows(page, ".said + .sent", 1);
});

on("a file goes by the file chooser and by dropping it, one over 30 MB stays here", async (page) => {
  const report = {
    name: "2025年 年报（终稿）.docx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from("PK 内容"),
  };
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "发文件" }).click(),
  ]);
  await chooser.setFiles([report]);
  await answered(page, "听到：文件", 0);
  await page.evaluate(`(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(["PK"], "拖来的.docx"));
    carried.items.add(new File([new Uint8Array(30 * 1024 * 1024 + 1)], "太大.pdf"));
    for (const type of ["dragenter", "drop"])
      document.querySelector("main").dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
  })()`);
  await page.getByText("没有发出：文件超过30MB").waitFor();
  await soon(() => script.files.map(({ name }) => name)).toEqual([report.name, "拖来的.docx"]);
  expect(Buffer.from(script.files[0]?.bytes ?? []).toString()).toBe("PK 内容");
  expect(await said(page)).toEqual([`文件：${report.name}`, "文件：拖来的.docx", "文件：太大.pdf"]);
});

on(
  "after a restart the talk is there again, in its order, and a file can still be taken",
  async (page) => {
    await says(page, "开始", "听到：开始");
    await script.send({ type: "card", card: choices });
    await script.send(file);
    await page.getByRole("button", { name: "4件" }).click();
    await soon(() => sent(page)).toContain(`${choices.text}\n已选：4件`);
    await page.reload();
    await connected(page);
    expect(await page.locator("#greeting").isVisible()).toBe(false);
    await script.stop();
    await script.start();
    await connected(page);
    await soon(() => page.locator(".line .words").allInnerTexts()).toEqual([
      "开始",
      "听到：开始",
      choices.text,
      "已选：4件",
    ]);
    const { name, bytes } = await downloaded(page, () =>
      page.getByRole("button", { name: /^下载 / }).click(),
    );
    expect([name, Buffer.from(bytes).equals(Buffer.from(file.type === "file" ? file.bytes : []))]).toEqual([
      file.type === "file" ? file.name : "",
      true,
    ]);
  },
  noService,
);

on("progress is shown until the answer comes", async (page) => {
  await script.progress("正在出稿，请稍候…");
  await soon(() => page.getByRole("status").filter({ hasText: "正在出稿" }).count()).toBe(1);
  await script.send({ type: "text", text: "草稿已出好。" });
  await soon(() => page.getByText("正在出稿").count()).toBe(0);
});

on("a long answer is read from its beginning, and the rest is a press away", async (page) => {
  await says(page, "预览", "听到：预览");
  await script.send({
    type: "text",
    text: Array.from({ length: 80 }, (_, index) => `第${index}行`).join("\n"),
  });
  const below = page.getByRole("button", { name: "往下看" });
  await below.waitFor();
  expect(await page.getByText("预览").last().isVisible()).toBe(true);
  const top = () => page.evaluate<number>("document.querySelector('.said').getBoundingClientRect().top");
  const before = await top();
  expect(before).toBeGreaterThan(0);
  await below.click();
  await soon(top).toBeLessThan(before - 300);
});

on("a link without its secret, or with a wrong one, is told in one sentence", async () => {
  for (const link of [script.link.replace(/#.*/, ""), `${script.link}x`]) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(link);
    await page.getByText("链接不完整或已经换了").waitFor();
    await page.goto(script.link);
    await page.reload();
    await connected(page);
    await page.context().close();
  }
});

on("it is told to eye and ear what everything is", async (page) => {
  for (const message of everything) await script.send(message);
  await says(page, "进度", "听到：进度");
  const tree = await page.locator("body").ariaSnapshot();
  for (const part of [
    "- banner:",
    '- heading "年报助手" [level=1]',
    '- main "对话":',
    '- log "说过的话":',
    '- button "4件" [disabled]',
    '- textbox "行政许可（件）"',
    '- button "提交"',
    '- region "表格：三、收到和处理政府信息公开申请情况":',
    '- columnheader "自然人"',
    '- rowheader "一、本年新收政府信息公开申请数量"',
    '- button "下载 新华区曙光街街道办事处2025年政府信息公开工作年度报告（草稿）.docx"',
    '- form "发消息":',
    '- group "常用的话":',
    '- textbox "要说的话"',
    '- button "发送"',
  ])
    expect(tree).toContain(part);
  // Nothing that can be used is without a name.
  expect(tree).not.toMatch(/- (?:button|textbox|link|form|group|region)(?! ")/);
  expect(await page.locator("#lines").getAttribute("aria-live")).toBe("polite");
  expect(await page.evaluate("document.documentElement.lang")).toBe("zh-CN");
  const ids = await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map(({ id }) => id)");
  expect(new Set(ids).size).toBe(ids.length);
});

for (const colorScheme of ["light", "dark"] as const)
  on(`every word stands out by 4.5 to 1 and is large enough, ${colorScheme}`, async () => {
    const page = await come({ colorScheme });
    for (const message of everything) await script.send(message);
    await says(page, "进度", "听到：进度");
    await script.progress("正在出稿…");
    await page.getByText("正在出稿").waitFor();
    const measured = await words(page);
    expect(measured.length).toBeGreaterThan(40);
    // What is out of use may be fainter; here it is not.
    expect(measured.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect(measured.filter(({ size }) => size < 15)).toEqual([]);
  });

on("on a phone nothing is cut off, and only a wide table scrolls to the side", async () => {
  const page = await come(phone);
  for (const message of everything) await script.send(message);
  await says(page, `很长的一句${"话".repeat(200)}www.example.example/${"a".repeat(80)}`, "听到：");
  await shows(page, "table", 1);
  const wide = await page.evaluate<string[]>(`[...document.querySelectorAll("body *")]
    .filter((element) => element.scrollWidth > element.clientWidth + 1 && !element.matches(".unseen, .unseen *, .table, .subtitle, .attach span"))
    .filter((element) => getComputedStyle(element).display !== "inline")
    .map((element) => element.tagName + "." + element.className)`);
  expect(wide).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  expect(
    await page.evaluate(
      "document.querySelector('.table').scrollWidth > document.querySelector('.table').clientWidth",
    ),
  ).toBe(true);
  const low = await page.evaluate<string[]>(`[...document.querySelectorAll("button, input, textarea")]
    .filter((element) => element.checkVisibility() && !element.closest(".unseen") && !element.matches(".unseen, .note *") && element.getBoundingClientRect().height < 34)
    .map((element) => element.textContent)`);
  expect(low).toEqual([]);
});

on("who wants no motion sees none", async () => {
  const page = await come({ reducedMotion: "reduce" });
  await script.progress("正在出稿…");
  await page.getByText("正在出稿").waitFor();
  expect(await page.evaluate("document.getAnimations().length")).toBe(0);
});

on("the focus can be seen wherever it is, and the way past the talk is one key", async (page) => {
  for (const message of everything) await script.send(message);
  await shows(page, ".sent", everything.length);
  const focused = (what: string): Promise<string> => page.evaluate<string>(`document.activeElement.${what}`);
  const reached = new Set<string>();
  for (let steps = 0; steps < 40 && !reached.has("跳到输入框"); steps += 1) {
    await page.keyboard.press("Shift+Tab");
    const ring = await page.evaluate<[string, string]>(
      "(({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))",
    );
    const name = (await focused("ariaLabel")) ?? (await focused("textContent"));
    expect([ring[0], Number.parseFloat(ring[1]) >= 2], name).toEqual(["solid", true]);
    reached.add(name);
  }
  for (const name of ["发文件", "核对", "4件", "提交", "对话", "跳到输入框"])
    expect([...reached].map((one) => one.trim())).toContain(name);
  const link = page.url();
  await page.keyboard.press("Enter");
  expect(await focused("id")).toBe("words");
  expect(page.url()).toBe(link);
});

on("a page that nobody sees lets its connection go, and has everything when it is seen again", async () => {
  const page = await come({}, false);
  await page.evaluate(
    "Object.defineProperty(document, 'hidden', { get: () => window.unseen === true, configurable: true })",
  );
  const turn = (unseen: boolean): Promise<unknown> =>
    page.evaluate(`window.unseen = ${unseen}; document.dispatchEvent(new Event("visibilitychange"))`);
  const ended = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/events"));
  await turn(true);
  await page.clock.fastForward(31_000);
  await ended;
  await script.send({ type: "text", text: "离报送还有三天。" });
  expect(await page.locator(".sent").count()).toBe(0);
  await turn(false);
  await shows(page, ".sent", 1);
});

on("a connection that died in silence is noticed and made anew", async () => {
  const page = await come({}, false);
  const ended = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/events"));
  const again = page.waitForResponse("**/events");
  // No breath of the service for 40 s: its own clock has not moved.
  await page.clock.fastForward(41_000);
  await ended;
  await page.clock.fastForward(10_000);
  await again;
  await script.send({ type: "text", text: "在。" });
  await shows(page, ".sent", 1);
});

on("a browser that is too old is told which ones are not", async (page) => {
  const old = await readFile(join(import.meta.dirname, "../../../src/channels/web/page/old.js"), "utf8");
  expect(old).not.toMatch(/=>|\b(?:const|let)\b|`/);
  await page.evaluate(`(() => { ${old} })()`);
  expect(await page.getByRole("alert").textContent()).toContain("请切换到极速模式");
});
