import { expect, it } from "vitest";
import { patiently } from "../../src/commands/patiently.ts";
import { OutsideError } from "../../src/errors.ts";
import { silent } from "../../src/log.ts";
import { Clock } from "../support/clock.ts";

const away = () =>
  new OutsideError("数据库暂时连不上。", { where: "store", code: "unreachable", retryable: true });
const never = new Promise<void>(() => undefined);

/** What comes of opening when the first so many attempts fail, and how many there were. */
async function opening(failures: readonly Error[], asked: Promise<void> = never) {
  const left = [...failures];
  const waits = new Clock("2026-01-05T09:00:00+08:00");
  const told: string[] = [];
  let attempts = 0;
  const opened = patiently(
    () => {
      attempts += 1;
      const failure = left.shift();
      return failure === undefined ? Promise.resolve("open") : Promise.reject(failure);
    },
    { asked, log: silent, tell: (sentence) => told.push(sentence), waits },
  );
  const result = opened.catch((error: unknown) => error);
  await waits.pass(100_000);
  return { result: await result, attempts, told };
}

it("waits for a database that starts a little later", async () => {
  expect(await opening([away(), away(), away()])).toEqual({
    result: "open",
    attempts: 4,
    told: ["数据库暂时连不上。先等它20秒。"],
  });
});

it("gives up after twenty seconds, with the sentence why", async () => {
  const { result, attempts } = await opening(Array.from({ length: 100 }, away));
  expect(result).toMatchObject({ code: "unreachable" });
  expect(attempts).toBe(11);
});

it("does not wait for what will not mend itself", async () => {
  const wrong = new OutsideError("数据库的用户或密码不对。", { where: "store", code: "unusable" });
  expect(await opening([wrong])).toEqual({ result: wrong, attempts: 1, told: [] });
});

it("ends its waiting when it is asked to end", async () => {
  const { result, attempts } = await opening(Array.from({ length: 100 }, away), Promise.resolve());
  expect(result).toMatchObject({ code: "unreachable" });
  expect(attempts).toBeLessThan(3);
});
