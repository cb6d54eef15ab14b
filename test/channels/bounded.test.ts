import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { bySignal, drained } from "../../src/channels/bounded.ts";

describe("A stream", () => {
  const parts = (): Readable => Readable.from([Buffer.from("甲"), new Uint8Array([1, 2]), Buffer.from("乙")]);

  it("is read whole up to the limit", async () => {
    expect(await drained(parts(), 8)).toEqual(
      Buffer.from([...Buffer.from("甲"), 1, 2, ...Buffer.from("乙")]),
    );
  });

  it("is left as soon as it has more", async () => {
    const stream = parts();
    expect(await drained(stream, 7)).toBeNull();
    expect(stream.destroyed).toBe(true);
  });

  it("of anything but bytes is refused", async () => {
    await expect(drained(Readable.from(["甲"]), 100)).rejects.toThrow();
  });
});

describe("Work", () => {
  const late = (): Error => new Error("late");

  it("is given up at the signal", async () => {
    const end = new AbortController();
    const work = bySignal(end.signal, () => new Promise(() => undefined), late);
    end.abort();
    await expect(work).rejects.toThrow("late");
  });

  it("is not begun after the signal", async () => {
    let begun = false;
    const work = bySignal(AbortSignal.abort(), () => Promise.resolve((begun = true)), late);
    await expect(work).rejects.toThrow("late");
    expect(begun).toBe(false);
  });

  it("gives what comes of it, or its own fault", async () => {
    const { signal } = new AbortController();
    expect(await bySignal(signal, () => Promise.resolve(1), late)).toBe(1);
    await expect(bySignal(signal, () => Promise.reject(new Error("mine")), late)).rejects.toThrow("mine");
  });
});
