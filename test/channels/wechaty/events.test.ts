import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concernsUs } from "../../../src/channels/wechaty/events.ts";

const event = (type: number, payload: string) => ({ getType: () => type, getPayload: () => payload });

describe("events of the gateway", () => {
  it.each([
    [1, { data: "still here" }],
    [2, { messageId: "message-1" }],
    [3, { data: "" }],
    [25, { contactId: "bot" }],
    [26, { contactId: "bot", data: "taken away by a phone" }],
    [27, { payloadType: 2, payloadId: "li-si" }],
  ])("of kind %i reach the SDK", (type, payload) =>
    expect(concernsUs(event(type, JSON.stringify(payload)))).toBe(true),
  );

  it.each([
    [2, "{"],
    [2, ""],
    [2, "null"],
    [2, "[]"],
    [2, '{"messageId":""}'],
    [2, '{"messageId":7}'],
    [2, JSON.stringify({ messageId: "m".repeat(513) })],
    [25, "{}"],
    [27, '{"payloadType":99,"payloadId":"x"}'],
    [27, "null"],
    [20, '{"roomId":"room"}'],
    [24, '{"data":"reset"}'],
    [99, "{}"],
  ])("of kind %i with %s do not", (type, payload) => expect(concernsUs(event(type, payload))).toBe(false));

  it("are told apart without failing, whatever they are", () =>
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 40 }), fc.oneof(fc.string(), fc.json()), (type, payload) => {
        expect(typeof concernsUs(event(type, payload))).toBe("boolean");
      }),
    ));
});
