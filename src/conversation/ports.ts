import type { Recorded } from "../report/events.ts";
import type { PrintedReport } from "../report/printed.ts";
import type { Talk } from "./talk.ts";

/** What is printed in a file that somebody sent. OutsideError: one sentence why it cannot be read or is no report. */
export type ReadFile = (bytes: Uint8Array) => Promise<PrintedReport>;

/** A report is known by its unit and year. */
export interface ReportKey {
  unit: string;
  year: number;
}

/** One turn's access to what is remembered: everything put in it is written together when the turn ends, or not at all. */
export interface Unit {
  talk(): Promise<Talk | undefined>;
  putTalk(talk: Talk): void;
  /** The events of a report, oldest first; the report is locked for others until the turn ends. */
  events(report: ReportKey): Promise<readonly Recorded[]>;
  append(report: ReportKey, events: readonly Recorded[]): void;
}

/** What is remembered. Turns of one talk run strictly in order, turns on one report never at the same time. */
export interface Store<U extends Unit = Unit> {
  /** Runs one turn; when `work` throws, nothing of it is written. OutsideError when the disk refuses. */
  turn<T>(talk: string, work: (unit: U) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
