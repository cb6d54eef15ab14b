import { shortened, widthOf } from "../language/columns.ts";
import type { Rim } from "./command.ts";

/** A bar on stderr, only where a person looks at it; erased at the end. */
export interface Progress {
  /** One more is done. */
  step(): void;
  /** Takes the bar away: before anything else is printed, and at the end. */
  clear(): void;
}

const between = 100;
const label = "正在检查";

export function progress(rim: Rim, total: number): Progress {
  const { stderr } = rim;
  if (!stderr.isTTY || total < 2) return { step: () => undefined, clear: () => undefined };
  let done = 0;
  let shown = false;
  let last = 0;
  const clear = (): void => {
    if (shown) stderr.write("\r\u001B[K");
    shown = false;
  };
  return {
    clear,
    step: () => {
      done += 1;
      const now = rim.now().getTime();
      if (now - last < between) return;
      last = now;
      stderr.write(`\r\u001B[K${bar(done, total, stderr.columns)}`);
      shown = true;
    },
  };
}

/** 正在检查 ████░░░░ 12/40, at most one column less than the terminal is wide. */
export function bar(done: number, total: number, columns: number): string {
  const count = `${done}/${total}`;
  const room = Math.min(30, columns - 1 - widthOf(label) - widthOf(count) - 2);
  if (room < 4) return shortened(count, Math.max(1, columns - 1));
  const full = Math.floor((room * done) / total);
  return `${label} ${"=".repeat(full)}${"-".repeat(room - full)} ${count}`;
}
