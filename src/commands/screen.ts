import { once } from "node:events";
import { styleText } from "node:util";
import type { Paint } from "../checking/words.ts";
import type { Rim } from "./command.ts";

const narrowest = 40;
const widest = 110;

/** How wide lines may be: as the terminal, 80 where there is none. */
export const widthOfScreen = ({ stdout }: Rim): number =>
  stdout.isTTY ? Math.min(widest, Math.max(narrowest, stdout.columns - 1)) : 80;

const styles = { error: "red", warning: "yellow", notice: "cyan", strong: "bold", faint: "gray" } as const;

/** Colours on a terminal that wants them (NO_COLOR is heeded); plain text everywhere else. */
export const paintFor =
  ({ stdout }: Rim): Paint =>
  (style, text) =>
    styleText(styles[style], text, { stream: stdout });

/** Prints, and waits while the reader of the output is slower than we are. */
export async function print({ stdout }: Rim, text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, "drain");
}
