import type { MailStore, Outgoing, Unsent } from "./mail.ts";

/** What Keyv keeps apart: reports by unit and year, talks by channel, chat and person; under "seal" which keys are in use. */
export type Namespace = "report" | "talk" | "seal";

/** What a turn changes: all of it is written, or nothing. Values are as they are stored. */
export interface Changes {
  entries: readonly { namespace: Namespace; key: string; value: string }[];
  /** These messages are done, and that is to be sent. */
  settled: readonly { seq: number; outgoing: readonly Outgoing[] }[];
  /** Lines for the audit trail, in order. */
  trail: readonly string[];
}

/** One turn's access to what is stored. */
export interface Session {
  /** Holds a report against the turns of other processes until the session is over. Throws Deadlock. */
  lock(report: string): Promise<void>;
  read(namespace: Namespace, key: string): Promise<string | undefined>;
  /**
   * What was put into the outbox for each of `settled`; the session is over then. OutsideError with code "settled"
   * when one of the messages was done by somebody else: nothing is written.
   */
  commit(changes: Changes): Promise<readonly (readonly Unsent[])[]>;
  /** Lets go of everything; nothing happens where that was done before. */
  end(): Promise<void>;
}

/** Where turns read and write. */
export interface Memory extends Pick<MailStore, "mail" | "holdings" | "hold" | "ping"> {
  /** No other process writes there: what was read or written here last is what stands there. */
  readonly alone: boolean;
  begin(): Promise<Session>;
  /** Nothing of what was taken away is to be found on the disk afterwards, as far as that can be done. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}
