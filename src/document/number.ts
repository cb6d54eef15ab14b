/** A figure as printed: at most six decimals (万元 to the cent), no exponent, no rounding noise. */
export function printedNumber(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0);
  return value.toFixed(6).replace(/\.?0+$/, "");
}
