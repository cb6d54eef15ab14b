import { checkedJson } from "../checking/json.ts";
import type { Examined } from "../checking/examine.ts";
import { findingLines, severityCounts, tally, unitAndYear, verdict, type Tally } from "../checking/words.ts";
import { padLeft, padRight, shortened, widthOf, wrap } from "../language/columns.ts";
import type { Rim } from "./command.ts";
import { paintFor, print, widthOfScreen } from "./screen.ts";

/** What became of one file; `named`: the sentence names the file itself. */
export type Outcome = ({ file: string } & Examined) | { file: string; error: string; named: boolean };

/** Says what was found, file after file. */
export interface Teller {
  one(outcome: Outcome): Promise<void>;
  /** `written`: files that were written besides. */
  end(written: readonly string[]): Promise<void>;
}

/** One array, one entry a line; nothing else on stdout. */
export function jsonTeller(rim: Rim): Teller {
  let begun = false;
  return {
    one: async (outcome) => {
      const { file } = outcome;
      const entry = "error" in outcome ? { file, error: outcome.error } : checkedJson(file, outcome);
      await print(rim, `${begun ? ",\n" : "[\n"}${JSON.stringify(entry)}`);
      begun = true;
    },
    end: () => print(rim, begun ? "\n]\n" : "[]\n"),
  };
}

/** For people: what was found in each file, and a table of all at the end where there are several. */
export function peopleTeller(rim: Rim, files: number): Teller {
  const width = widthOfScreen(rim);
  const paint = paintFor(rim);
  const rows: { file: string; count: Tally | null }[] = [];
  return {
    one: async (outcome) => {
      const { file } = outcome;
      if ("error" in outcome) return void rows.push({ file, count: null });
      const { report, findings } = outcome;
      const count = tally(findings);
      rows.push({ file, count });
      const [first = "", ...rest] = wrap(`${file}　${unitAndYear(report)}　${verdict(count)}`, width, "  ");
      const lines = [
        paint("strong", first),
        ...rest.map((line) => paint("strong", line)),
        ...findingLines(findings, width, paint),
      ];
      await print(rim, `${lines.join("\n")}\n\n`);
    },
    end: async (written) => {
      const lines = [...(files > 1 ? overview(rows, width) : []), ...written.map((path) => `文件：${path}`)];
      if (lines.length > 0) await print(rim, `${lines.join("\n")}\n`);
    },
  };
}

/** One line a file, and what it all comes to. */
function overview(rows: readonly { file: string; count: Tally | null }[], width: number): string[] {
  const heads = severityCounts(null);
  const number = String(rows.length).length;
  const lines = rows.map(({ file, count }, index) => {
    const figures =
      count === null
        ? padRight("没有读成", widthOf(heads.join("  ")))
        : severityCounts(count)
            .map((figure, column) => padLeft(figure, widthOf(heads[column] ?? "")))
            .join("  ");
    const head = `${String(index + 1).padStart(number)}  ${figures}  `;
    return `${head}${shortened(file, Math.max(20, width - widthOf(head)))}`;
  });
  const unread = rows.filter(({ count }) => count === null).length;
  const faulty = rows.filter(({ count }) => count !== null && count.error > 0).length;
  return [
    `${" ".repeat(number)}  ${heads.join("  ")}  文件`,
    ...lines,
    `共${rows.length}份：${faulty}份有错误，${rows.length - faulty - unread}份没有错误${unread === 0 ? "" : `，${unread}份没有读成`}。`,
  ];
}
