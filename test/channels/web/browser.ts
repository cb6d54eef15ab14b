import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";

/** A real browser without a window. Where there is none, the test says how to get one. */
export async function openBrowser(): Promise<Browser> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter))
    for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
      const path = join(folder, name);
      const there = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      // In a container we are root, where Chromium's sandbox does not start.
      if (there) return await chromium.launch({ executablePath: path, args: ["--no-sandbox"] });
    }
  throw new Error("The tests of the page need Chromium: apt-get install chromium");
}

/** A page that is connected; what it complains about and what it asks of others is collected. */
export interface Visit {
  page: Page;
  complaints: string[];
  close(): Promise<void>;
}

export async function visit(
  browser: Browser,
  link: string,
  options: BrowserContextOptions = {},
  passes = true,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => void complaints.push(message.text()));
  page.on("pageerror", (error) => void complaints.push(error.message));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "blob:" && url.origin !== new URL(link).origin)
      complaints.push(`asks ${url.origin}`);
  });
  if (!passes) await page.clock.install();
  await page.goto(link);
  await connected(page);
  return { page, complaints, close: () => context.close() };
}

export const connected = (page: Page): Promise<void> =>
  page.locator("body[data-state=here]").waitFor({ timeout: 20_000 });

/** An expectation that comes true in time, also on a busy machine. */
export const soon = <T>(what: () => T | Promise<T>) => expect.poll(what, { timeout: 20_000, interval: 20 });

/** Waits for a line of the bot's that comes after those that are there. */
export async function answered(page: Page, words: string, before: number): Promise<void> {
  const lines = page.locator(".sent");
  await soon(async () => (await lines.allInnerTexts()).slice(before).join("\n")).toContain(words);
}

/** Does something, and waits for the answer to it. */
export async function after(page: Page, does: () => Promise<unknown>, answer: string): Promise<void> {
  const before = await page.locator(".sent").count();
  await does();
  await answered(page, answer, before);
}

/** Types, sends by Enter, and waits for the answer. */
export const says = (page: Page, text: string, answer: string): Promise<void> =>
  after(
    page,
    async () => {
      await page.locator("#words").fill(text);
      await page.locator("#words").press("Enter");
    },
    answer,
  );

/** The bytes that a press on 下载 brings, and the name they are saved under. */
export async function downloaded(
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Uint8Array);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(Buffer.concat(chunks)) };
}
