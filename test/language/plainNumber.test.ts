import fc from "fast-check";
import { expect, test } from "vitest";
import { plainNumber } from "../../src/language/numerals.ts";

test.each([
  [0, "0"],
  [4, "4"],
  [99_999_999, "99999999"],
  [96171.6, "96171.6"],
  [59237.2449, "59237.2449"],
  [0.000001, "0.000001"],
  [0.1 + 0.2, "0.3"],
  [1.1 * 3, "3.3"],
  [12.5, "12.5"],
  [100, "100"],
])("%d prints as %s", (value, text) => {
  expect(plainNumber(value)).toBe(text);
});

test("a printed figure is read back as the same number, without an exponent", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999_999_999 }), (millionths) => {
      const value = millionths / 1e6;
      expect(plainNumber(value)).toMatch(/^\d+(\.\d{1,6})?$/);
      expect(Number(plainNumber(value))).toBe(value);
    }),
  );
});
