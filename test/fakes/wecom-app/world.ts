import { randomUUID } from "node:crypto";
import type { Shown } from "../../contracts/rig.ts";
import type { Keys } from "./envelope.ts";

/** What the platform knows: the app, its members, what they see, and what goes wrong next. */
export interface World {
  account: Keys & { agent: string; secret: string };
  /** Ids of those in the app's visible range; of those who left, an answer of 0 names them. */
  members: Set<string>;
  left: Set<string>;
  now: () => Date;
  shown: Shown[];
  /** Everything that was asked of the API, by path. */
  asked: string[];
  token: { value: string; until: number } | null;
  /** Seconds that a token lives. */
  tokenLife: number;
  media: Map<string, { name: string; bytes: Uint8Array }>;
  /** Response codes that were given out and not used: the task they belong to. */
  codes: Map<string, string>;
  /** What was sent, for the comparison of contents: when, and with which id. */
  contents: Map<string, { at: number; id: string }>;
  /** What the buttons of a card say, and the keys they send, by its task. */
  tasks: Map<string, readonly { text: string; key: string }[]>;
  faults: {
    /** The next call of this path is refused with the code, or so many of them. */
    refuse: { path: string; errcode: number; times?: number } | null;
    /** The next upload gets no answer at all. */
    hangUpload: boolean;
    /** Connections are reset. */
    down: boolean;
    /** The next message is shown, and its answer is lost. */
    loseAnswer: boolean;
    /** Answers to messages have no more than they must. */
    bareAnswers: boolean;
    /** Names of files stand in filename*= alone, or as bytes in filename=. */
    plainNames: boolean;
  };
}

export const newWorld = (): World => ({
  account: {
    corp: "ww0123456789abcdef",
    agent: "1000002",
    secret: "Kq3xT7pW9zR2vB5nM8cL4jH6gF1dS0aYuIoPe",
    token: "QDG6eK8sZ2wX",
    aesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
  },
  members: new Set(),
  left: new Set(),
  now: () => new Date(),
  shown: [],
  asked: [],
  token: null,
  tokenLife: 7200,
  media: new Map(),
  codes: new Map(),
  contents: new Map(),
  tasks: new Map(),
  faults: {
    refuse: null,
    hangUpload: false,
    down: false,
    loseAnswer: false,
    plainNames: false,
    bareAnswers: false,
  },
});

export const newId = (): string => randomUUID().replaceAll("-", "");
