import { describe, expect, it } from "vitest";
import type { ChannelEvents, Inbound, Receipt } from "../../src/channels/channel.ts";
import { offered } from "../../src/channels/offering.ts";
import { grown, pause } from "../../src/channels/pauses.ts";
import { silent } from "../../src/log.ts";

const taken: Receipt = { kind: "taken" };
const message: Inbound = {
  kind: "message",
  id: "m1",
  conversation: { kind: "direct", id: "zhang" },
  sender: { id: "zhang" },
  at: 0,
  text: "进度",
  mentioned: true,
  files: [],
};

/** Refuses so many times, then takes. */
function events(refusals: number): ChannelEvents & { heard: Inbound[] } {
  const heard: Inbound[] = [];
  return {
    heard,
    inbound: (one) => {
      heard.push(one);
      return heard.length > refusals ? Promise.resolve(taken) : Promise.reject(new Error("the disk is full"));
    },
    state: () => undefined,
    history: () => Promise.resolve([]),
  };
}

describe("A message that the platform delivers once", () => {
  const { signal: stop } = new AbortController();
  const rim = { log: silent, channel: "wecom", stop, pauses: [1, 1, 1] } as const;

  it("is offered until it is stored", async () => {
    const ears = events(3);
    expect(await offered(message, { ...rim, events: ears })).toBe(taken);
    expect(ears.heard).toEqual([message, message, message, message]);
  });

  it("is lost when it is refused to the end", async () => {
    const ears = events(4);
    expect(await offered(message, { ...rim, events: ears })).toBe("lost");
    expect(ears.heard).toHaveLength(4);
  });

  it("is left when we stop, without waiting", async () => {
    const end = new AbortController();
    const ears = events(1);
    const offering = offered(message, { ...rim, pauses: [600_000], stop: end.signal, events: ears });
    end.abort();
    expect(await offering).toBe("stopped");
    expect(ears.heard).toHaveLength(1);
  });
});

describe("A pause", () => {
  it("doubles with each failure, up to the longest", () => {
    const pace = { first: 1000, longest: 30_000 };
    expect([0, 1, 4, 5, 2000].map((failures) => grown(failures, pace))).toEqual([
      1000, 2000, 16_000, 30_000, 30_000,
    ]);
  });

  it("ends at the signal", async () => {
    await expect(pause(600_000, AbortSignal.abort())).resolves.toBeUndefined();
  });
});
