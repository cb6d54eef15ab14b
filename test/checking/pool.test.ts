import { afterEach, describe, expect, test } from "vitest";
import { inOrder } from "../../src/checking/order.ts";
import { Pool, type Limits } from "../../src/checking/pool.ts";
import { OutsideError } from "../../src/errors.ts";

const entry = new URL("./hostile.ts", import.meta.url);
const pools: Pool[] = [];
const poolOf = (limits: Partial<Limits> = {}): Pool => {
  const pool = new Pool({ entry, workers: 2, ...limits });
  pools.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const read = (pool: Pool, words: string): Promise<string> =>
  pool.read(new TextEncoder().encode(words)).then(
    (report) => report.title,
    (error: unknown) => {
      if (!(error instanceof OutsideError)) throw error;
      return error.code;
    },
  );

describe("a file that does harm", () => {
  test.each([
    ["hang", { seconds: 3 }, "too slow"],
    ["heap", { megabytes: 24 }, "too much memory"],
    ["buffers", { process: 700 }, "too much memory"],
    ["throw", {}, "failed"],
    ["exit", {}, "failed"],
  ] as const)(
    "%s is ended with one sentence, and the files around it are read",
    async (harm, limits, code) => {
      const pool = poolOf(limits);
      const files = ["one", harm, "two", "three", harm, "four"];
      expect(await Promise.all(files.map((words) => read(pool, words)))).toEqual([
        "one",
        code,
        "two",
        "three",
        code,
        "four",
      ]);
    },
  );

  test("prints nothing of what a parser says", async () => {
    expect(await read(poolOf(), "print")).toBe("print");
  });
});

describe("a pool", () => {
  test("replaces a worker after so many files", async () => {
    const pool = poolOf({ workers: 1, files: 2 });
    for (const words of ["a", "b", "c", "d", "e"]) expect(await read(pool, words)).toBe(words);
  });

  test("loads a file only when a worker is free for it", async () => {
    const pool = poolOf({ workers: 2 });
    let [loaded, most] = [0, 0];
    const one = async (words: string): Promise<void> => {
      await pool.run(() => {
        most = Math.max(most, (loaded += 1));
        return Promise.resolve({ kind: "read", bytes: new TextEncoder().encode(words) });
      });
      loaded -= 1;
    };
    await Promise.all(Array.from({ length: 40 }, (_, index) => one(String(index))));
    expect(most).toBeLessThanOrEqual(4);
  });

  test("goes on after a file that could not be loaded", async () => {
    const pool = poolOf({ workers: 1 });
    const missing = new OutsideError("没有这个文件", { where: "test", code: "none" });
    await expect(pool.run<"read">(() => Promise.reject(missing))).rejects.toBe(missing);
    expect(await read(pool, "next")).toBe("next");
  });
});

describe("results", () => {
  test("come in the order of the files, however they finish, with no more begun than allowed", async () => {
    const files = Array.from({ length: 50 }, (_, index) => index);
    const open = new Map<number, () => void>();
    let most = 0;
    const work = (file: number): Promise<number> => {
      const result = new Promise<number>((resolve) => open.set(file, () => resolve(file)));
      most = Math.max(most, open.size);
      // The latest begun is always done first.
      if (open.size === 8 || file === 49)
        for (const [key, finish] of [...open].reverse()) {
          open.delete(key);
          finish();
        }
      return result;
    };
    const out: number[] = [];
    for await (const file of inOrder(files, work, 8)) out.push(file);
    expect(out).toEqual(files);
    expect(most).toBeLessThanOrEqual(8);
  });

  test("a failure is thrown in its turn", async () => {
    const work = (file: number): Promise<number> =>
      file === 2 ? Promise.reject(new Error("second")) : Promise.resolve(file);
    const out: number[] = [];
    await expect(async () => {
      for await (const file of inOrder([1, 2, 3], work, 3)) out.push(file);
    }).rejects.toThrow("second");
    expect(out).toEqual([1]);
  });
});
