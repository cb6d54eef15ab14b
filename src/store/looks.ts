/** When it was last looked what may be forgotten: the clock then, and the time that had passed until then, in ms. */
export interface Look {
  told: number;
  passed: number;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** A clock may be wrong: however far it went on since the last look, at most a day has passed, and none where it went back. */
export function lookAgain(
  last: Look | undefined,
  now: number,
): { passed: number; due: boolean; back: boolean } {
  const before = last ?? { told: now - hourMs, passed: -hourMs };
  const passed = before.passed + Math.min(now - before.told, dayMs);
  return { passed, due: passed >= before.passed + hourMs, back: now < before.told };
}
