import type { PrintedReport } from "../report/printed.ts";
import type { Finding } from "../rules/judge.ts";
import type { Examined } from "./examine.ts";

/** What a worker can be given to do. `bytes` are a file of foreign origin, whatever it holds. */
export type Task =
  | { kind: "read"; bytes: Uint8Array }
  | { kind: "examine"; bytes: Uint8Array; last: PrintedReport | undefined }
  | { kind: "annotate"; bytes: Uint8Array; findings: readonly Finding[] };

export interface Results {
  read: PrintedReport;
  examine: Examined;
  annotate: Uint8Array;
}

/** What comes back. `failed`: the fault is ours, its message is for the maintainers. */
export type Answer =
  | { kind: "done"; result: Results[keyof Results] }
  | { kind: "outside"; message: string; where: string; code: string }
  | { kind: "failed"; message: string };
