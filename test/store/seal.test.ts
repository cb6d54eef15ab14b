import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sealWith } from "../../src/store/aesSeal.ts";
import { isSealed, textMarks, unsealed, type Seal } from "../../src/store/seal.ts";

const keyOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const seal = sealWith({ current: keyOf(1), former: [] });
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  // Also what is no Unicode: halves of pairs.
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  fc.string({ unit: "grapheme", minLength: 1 }).map((text) => text.repeat(2000)),
);
const anyBytes = fc.uint8Array({ maxLength: 5000 });
const words = "本年新收12件，都公开了";
const about = 'report ["青山镇",2025]';

const refusal = (code: string): unknown =>
  expect.objectContaining({ name: "OutsideError", where: "store", code });
const opens = (open: () => unknown): unknown => {
  try {
    return open();
  } catch (error) {
    return error;
  }
};

describe("What is sealed", () => {
  it("opens as it was, for any text, any bytes and whatever they belong to", () => {
    fc.assert(
      fc.property(anyText, anyBytes, fc.string({ unit: "binary" }), (text, bytes, owner) => {
        expect(seal.open(seal.close(text, owner), owner)).toBe(text);
        expect(new Uint8Array(seal.openBytes(seal.closeBytes(bytes, owner), owner))).toEqual(bytes);
      }),
    );
  });

  it("opens as it was when it is longer than what is packed", () => {
    const long = "n".repeat(64 * 1024 * 1024 + 1);
    expect(seal.open(seal.close(long, about), about) === long).toBe(true);
  });

  it("is another each time, and says nothing", () => {
    const twice = [seal.close(words, about), seal.close(words, about)];
    expect(twice[0]).not.toBe(twice[1]);
    const bytes = Buffer.from(words);
    const sealed = [seal.closeBytes(bytes, about), seal.closeBytes(bytes, about)].map((one) =>
      Buffer.from(one).toString("hex"),
    );
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed.join()).not.toContain(bytes.toString("hex").slice(0, 8));
    expect(Buffer.from(twice.join(), "base64").includes(bytes.subarray(0, 6))).toBe(false);
  });

  it("does not open for anything else", () => {
    fc.assert(
      fc.property(anyText, anyText, (owner, other) => {
        fc.pre(owner !== other);
        const told = refusal("changed");
        expect(opens(() => seal.open(seal.close(words, owner), other))).toEqual(told);
        expect(opens(() => seal.openBytes(seal.closeBytes(keyOf(7), owner), other))).toEqual(told);
      }),
    );
  });

  const long = "公开".repeat(600);
  it.each([
    ["short", words],
    ["long", long],
  ])("is refused with any bit of it turned: a %s text", (_, text) => {
    const sealed = Buffer.from(seal.close(text, about));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const spoiled = Buffer.from(sealed);
      spoiled[bit >> 3] = (spoiled[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const outcome = opens(() => seal.open(spoiled.toString("latin1"), about));
      expect([refusal("changed"), refusal("wrong-key")]).toContainEqual(outcome);
    }
  });

  it("is refused with any bit of it turned: bytes", () => {
    const sealed = seal.closeBytes(keyOf(9), about);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const spoiled = Buffer.from(sealed);
      spoiled[bit >> 3] = (spoiled[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const outcome = opens(() => seal.openBytes(spoiled, about));
      expect([refusal("changed"), refusal("wrong-key")]).toContainEqual(outcome);
    }
  });

  it("is refused when a part of it is missing", () => {
    const [text, bytes] = [seal.close(words, about), seal.closeBytes(keyOf(9), about)];
    // Of less than a mark nobody can tell what it was.
    for (let length = textMarks[0].length; length < text.length; length += 1) {
      expect(opens(() => seal.open(text.slice(0, length), about))).toEqual(refusal("changed"));
      expect(opens(() => seal.open(text.slice(-length), about))).toEqual(refusal("changed"));
    }
    for (let length = 10; length < bytes.length; length += 1) {
      expect(opens(() => seal.openBytes(bytes.slice(0, length), about))).toEqual(refusal("changed"));
      expect(opens(() => seal.openBytes(bytes.slice(-length), about))).toEqual(refusal("changed"));
    }
  });

  it("is no text where it was bytes, and no bytes where it was a text", () => {
    const bytes = Buffer.from(seal.closeBytes(Buffer.from(words), about));
    const asText = textMarks.join(bytes.subarray(10, -10).toString("base64"));
    expect(opens(() => seal.open(asText, about))).toEqual(refusal("changed"));
    const box = Buffer.from(seal.close(words, about).slice(4, -4), "base64");
    const asBytes = Buffer.concat([bytes.subarray(0, 10), box, bytes.subarray(-10)]);
    expect(opens(() => seal.openBytes(asBytes, about))).toEqual(refusal("changed"));
  });
});

describe("A key", () => {
  const other = (byte: number, ...former: number[]): Seal =>
    sealWith({ current: keyOf(byte), former: former.map(keyOf) });

  it("opens nothing that another one has sealed, and says so", () => {
    expect(opens(() => other(2).open(seal.close(words, about), about))).toEqual(refusal("wrong-key"));
    const sealed = seal.closeBytes(keyOf(7), about);
    expect(opens(() => other(2).openBytes(sealed, about))).toEqual(refusal("wrong-key"));
  });

  it("that is a former one opens, and seals no more", () => {
    const rotated = other(2, 3, 1);
    const [old, fresh] = [seal.close(words, about), rotated.close(words, about)];
    expect(rotated.open(old, about)).toBe(words);
    expect(opens(() => seal.open(fresh, about))).toEqual(refusal("wrong-key"));
    expect([rotated.isFresh(old), rotated.isFresh(fresh), rotated.isFresh(words)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(rotated.isFresh(seal.closeBytes(keyOf(7), about))).toBe(false);
  });

  it("has 32 bytes", () => {
    expect(() => sealWith({ current: randomBytes(16), former: [] })).toThrow("32 bytes");
    expect(() => sealWith({ current: keyOf(1), former: [randomBytes(33)] })).toThrow("32 bytes");
  });
});

describe("What is plain", () => {
  it("is read with a key as without one", () => {
    for (const one of [seal, unsealed]) {
      expect(one.open(words, about)).toBe(words);
      expect(one.openBytes(keyOf(7), about)).toEqual(keyOf(7));
    }
    expect([unsealed.isFresh(words), seal.isFresh(words), seal.isFresh(keyOf(7))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("is all that is read without a key", () => {
    const told = {
      code: "sealed",
      message: "数据是加密存的，没有密钥打不开。请在设置里写上 NIANBAO_KEY。",
    };
    const sealed = seal.close(words, about);
    expect(() => unsealed.open(sealed, about)).toThrow(expect.objectContaining(told) as Error);
    expect(opens(() => unsealed.openBytes(seal.closeBytes(keyOf(7), about), about))).toMatchObject(told);
    expect([isSealed(sealed), unsealed.isFresh(sealed), unsealed.close(words, about)]).toEqual([
      true,
      false,
      words,
    ]);
  });
});
