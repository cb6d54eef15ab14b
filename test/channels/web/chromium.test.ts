import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { cellIds } from "../../../src/report/form.ts";
import { readDocx } from "../../../src/reading/docx.ts";
import { after, connected, downloaded, openBrowser, says, soon, visit, type Visit } from "./browser.ts";
import { paper } from "../../support/papers.ts";
import { Service } from "./service.ts";

const organ = "新华区曙光街街道办事处";
const aspects = [
  "主动公开：全年发布385条，其中公众号235条，主要是办事指南和民生政策",
  "依申请公开：设了登记本，收到后由党政办转有关科室办理",
  "信息管理：科室起草、党政办把关、分管领导签发",
  "平台建设：政务网站专栏和街道公众号，党政办专人更新",
  "监督保障：列入年终考核；请居民代表评议过；没有责任追究",
];
const problems =
  "问题：一是公众号更新慢；二是经办人员业务不熟。改进措施：一是定人定岗，每周更新；二是每季度学习一次";

/** What the browser notes when a test ends the service. */
const ended = /ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION_RESET)/;

let browser: Browser;
let service: Service;
let visits: Visit[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  const complaints = visits.flatMap((one) => one.complaints);
  await Promise.all(visits.map((one) => one.close()));
  visits = [];
  await service.close();
  expect(complaints.filter((complaint) => !ended.test(complaint))).toEqual([]);
});

const come = async (options: Parameters<typeof visit>[2] = {}): Promise<Page> => {
  const one = await visit(browser, service.link, options);
  visits.push(one);
  return one.page;
};
const january = async (): Promise<Page> => {
  service = await Service.open("2026-01-13T09:30:00+08:00");
  return await come();
};
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** The report of a year without applications, to the last question. */
async function tellAll(page: Page): Promise<void> {
  await says(page, organ, "今年一共收到几件");
  await says(page, "三张表全是0", "总体情况");
  await says(page, aspects.join("\n"), "第五部分");
  await says(page, problems, "信息处理费");
  await says(page, "没有收过", "六个部分都填好了");
}

/** Every cell of the printed report. */
function zeros(bytes: Uint8Array): void {
  const { cells, title } = readDocx(bytes);
  expect(title).toContain("2025年政府信息公开工作年度报告");
  expect(cellIds).toHaveLength(200);
  expect(Object.fromEntries(cells)).toEqual(
    Object.fromEntries(cellIds.map((id) => [id, { kind: "number", value: 0 }])),
  );
}

it("from the first visit to the document: eight messages, 200 right cells", async () => {
  const page = await january();
  const hello = page.getByRole("heading", { name: "您好，这里是年报助手" });
  await hello.waitFor();
  await after(page, () => button(page, "开始").first().click(), "单位全称");
  expect(await hello.isVisible()).toBe(false);
  await tellAll(page);
  await after(page, () => button(page, "核对").click(), "检查通过");
  await after(page, () => button(page, "生成").click(), "200个数与记录一致");
  const name = `${organ}2025年政府信息公开工作年度报告（草稿）.docx`;
  const file = await downloaded(page, () => button(page, `下载 ${name}`).click());
  expect(file.name).toBe(name);
  zeros(file.bytes);
  expect(await page.locator(".said").count()).toBe(8);
});

it("by keyboard alone: a button, a choice, a form, the words, the document", async () => {
  service = await Service.open("2025-12-13T09:30:00+08:00");
  const page = await come();
  const { keyboard } = page;
  const focused = (): Promise<string> =>
    page.evaluate<string>("document.activeElement.ariaLabel ?? document.activeElement.textContent");
  /** Back through everything that can be reached, until it is there. */
  const go = async (key: "Tab" | "Shift+Tab", name: string): Promise<void> => {
    for (let steps = 0; steps < 60; steps += 1) {
      if ((await focused()) === name) return;
      await keyboard.press(key);
    }
    throw new Error(`${name} cannot be reached`);
  };
  const type = async (...lines: readonly string[]): Promise<void> => {
    for (const [index, line] of lines.entries()) {
      if (index > 0) await keyboard.press("Shift+Enter");
      await keyboard.insertText(line);
    }
    await keyboard.press("Enter");
  };
  await go("Shift+Tab", "开始");
  await after(page, () => keyboard.press("Enter"), "单位全称");
  expect(await page.evaluate("document.activeElement.id")).toBe("words");
  await after(page, () => type(organ), "哪一年");
  await go("Shift+Tab", "2025年");
  await after(page, () => keyboard.press("Space"), "今年一共收到几件");
  expect(await page.evaluate("document.activeElement.id")).toBe("words");
  await go("Shift+Tab", "提交");
  for (let field = 0; field < 6; field += 1) await keyboard.press("Shift+Tab");
  expect(await page.evaluate("document.activeElement.labels[0].textContent")).toBe("本年新收自然人（件）");
  for (let field = 0; field < 6; field += 1) {
    await keyboard.insertText("0");
    if (field < 5) await keyboard.press("Tab");
  }
  await after(page, () => keyboard.press("Enter"), "记下了");
  expect(await page.evaluate("document.activeElement.id")).toBe("words");
  await after(page, () => type("三张表全是0"), "总体情况");
  await after(page, () => type(...aspects), "第五部分");
  await after(page, () => type(problems), "信息处理费");
  await after(page, () => type("没有收过"), "六个部分都填好了");
  await after(page, () => type("生成"), "200个数与记录一致");
  await go("Shift+Tab", `下载 ${organ}2025年政府信息公开工作年度报告（草稿）.docx`);
  const { bytes } = await downloaded(page, () => keyboard.press("Enter"));
  zeros(bytes);
  await go("Tab", "发送");
});

it("last year's report by the file chooser, a form, a choice, a restart in the middle, and the document", async () => {
  const page = await january();
  await after(page, () => button(page, "开始").first().click(), "单位全称");
  const { name, bytes } = await paper("去年年报.docx");
  await after(
    page,
    async () => {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "发文件").click()]);
      await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
    },
    "今年一共收到几件",
  );
  for (const [label, value] of Object.entries({
    自然人: 3,
    商业企业: 1,
    科研机构: 0,
    社会公益组织: 0,
    法律服务机构: 0,
    其他: 0,
  }))
    await page.getByLabel(`本年新收${label}（件）`).fill(`${value}`);
  await after(page, () => button(page, "提交").click(), "记下了");

  const before = await page.locator(".line").allInnerTexts();
  await service.stop();
  await page.locator("body[data-state=away]").waitFor();
  await service.start();
  await connected(page);
  // The form that was sent off is words of the person's now; everything else stands as it stood.
  await soon(() => page.locator(".line").count()).toBe(before.length + 1);
  expect(await page.getByText("已提交").count()).toBe(1);

  await says(page, "都予以公开了，没有结转到明年的", "记下了");
  await says(page, "没有复议诉讼", "表四");
  await says(page, "规范性文件今年没有制发也没有废止", "应当是12件");
  await after(page, () => button(page, "对，12件").click(), "现行有效12件");
  await says(page, "行政许可12件，行政处罚3件，行政强制没有，收费没有，规章没有", "行政许可12件");
  await says(page, aspects.join("\n"), "第五部分");
  await says(page, problems, "信息处理费");
  await says(page, "没有收过", "六个部分都填好了");
  await after(page, () => button(page, "生成").click(), "200个数与记录一致");
  const file = await downloaded(page, () => page.getByRole("button", { name: /^下载 / }).click());
  const { cells } = readDocx(file.bytes);
  const above = cellIds.flatMap((id) => {
    const cell = cells.get(id);
    return cell?.kind === "number" && cell.value === 0
      ? []
      : [[id, cell?.kind === "number" ? cell.value : cell]];
  });
  expect(Object.fromEntries(above)).toEqual({
    "disclosure.normative.inForce": 12,
    "disclosure.licensing": 12,
    "disclosure.penalties": 3,
    "requests.received.person": 3,
    "requests.received.business": 1,
    "requests.received.total": 4,
    "requests.carriedIn.business": 1,
    "requests.carriedIn.total": 1,
    "requests.granted.person": 3,
    "requests.granted.business": 2,
    "requests.granted.total": 5,
    "requests.handledTotal.person": 3,
    "requests.handledTotal.business": 2,
    "requests.handledTotal.total": 5,
  });
});
