/** Leaves an endpoint alone that failed three times in a row: no call for a minute, then a single trial. */

export const failures = 3;
export const restMs = 60_000;

export interface Breaker {
  /** Whether a call may be made; who gets true says later how it went. */
  enter(): boolean;
  good(): void;
  bad(): void;
  /** Neither: the call was given up from our side. */
  left(): void;
}

export function openBreaker(now: () => Date): Breaker {
  let inRow = 0;
  let restsUntil = 0;
  let trying = false;
  return {
    enter() {
      if (inRow < failures) return true;
      if (trying || now().getTime() < restsUntil) return false;
      trying = true;
      return true;
    },
    good() {
      inRow = 0;
      trying = false;
    },
    bad() {
      inRow++;
      trying = false;
      if (inRow >= failures) restsUntil = now().getTime() + restMs;
    },
    left() {
      trying = false;
    },
  };
}
