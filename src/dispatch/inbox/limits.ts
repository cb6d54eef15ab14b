import { RateLimiterMemory } from "rate-limiter-flexible";
import type { ChannelName } from "../../channels/channel.ts";

/** What is worked on at most; more is acknowledged and not worked on. Counted in each process for itself. */
export interface Bounds {
  /** Messages of one person in a minute; a third of them may come within ten seconds. */
  person: number;
  /** Messages of a unit's people in a minute. */
  unit: number;
  /** Files of one person in ten minutes, and their bytes. */
  files: number;
  fileBytes: number;
}

/** A clerk who pastes line by line, or says something every second, never comes near. */
const usual: Bounds = { person: 120, unit: 1000, files: 20, fileBytes: 200 * 1024 * 1024 };

/** For whoever sits at this machine and pipes a whole talk in. */
export const boundless: Bounds = {
  person: Number.MAX_SAFE_INTEGER,
  unit: Number.MAX_SAFE_INTEGER,
  files: Number.MAX_SAFE_INTEGER,
  fileBytes: Number.MAX_SAFE_INTEGER,
};

/** Of what is not worked on, the ids are kept for so many a day: enough against a second delivery, too few to fill a disk. */
const idsOfOne = 500;
const idsOfStranger = 5;
const idsOfAll = 10_000;

const minute = 60;
const tenMinutes = 600;
const day = 86_400;

/** Who says something, and for whom. */
export interface Sender {
  channel: ChannelName;
  id: string;
  /** The units this person may speak for. */
  units: readonly string[];
}

/** Which bound is reached. */
export type Over = "person" | "unit" | "upload";

/** Counts what comes in. Whoever asks first is answered first, so that nothing overtakes anything. */
export class Limits {
  readonly #burst: RateLimiterMemory;
  readonly #person: RateLimiterMemory;
  readonly #unit: RateLimiterMemory;
  readonly #files: RateLimiterMemory;
  readonly #bytes: RateLimiterMemory;
  readonly #told = limiter(1, minute);
  readonly #ids = limiter(idsOfOne, day);
  readonly #strangers = limiter(idsOfStranger, day);
  readonly #all = limiter(idsOfAll, day);
  #last: Promise<unknown> = Promise.resolve();

  constructor(bounds: Partial<Bounds> = {}) {
    const { person, unit, files, fileBytes } = { ...usual, ...bounds };
    this.#burst = limiter(Math.ceil(person / 3), 10);
    this.#person = limiter(person, minute);
    this.#unit = limiter(unit, minute);
    this.#files = limiter(files, tenMinutes);
    this.#bytes = limiter(fileBytes, tenMinutes);
  }

  /** Counts a message or a press with its files; which bound it is over, or null: then it is worked on. */
  over(sender: Sender, files: readonly { size?: number | undefined }[]): Promise<Over | null> {
    return this.#next(async () => {
      const person = keyOf(sender);
      if (!(await takes(this.#burst, person)) || !(await takes(this.#person, person))) return "person";
      // Who speaks for many has an allowance of the own, so as not to use up anybody's.
      const [unit = "", ...others] = sender.units;
      if (!(await takes(this.#unit, others.length === 0 ? `unit ${unit}` : person))) return "unit";
      if (files.length === 0) return null;
      const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
      const few = await takes(this.#files, person, files.length);
      return few && (await takes(this.#bytes, person, bytes)) ? null : "upload";
    });
  }

  /** A file has come that was larger than was said of it. */
  async larger(sender: Pick<Sender, "channel" | "id">, bytes: number): Promise<void> {
    if (bytes > 0) await this.#bytes.penalty(keyOf(sender), bytes);
  }

  /** What becomes of a message that is over: whether its id is kept, and whether the sender is told (once a minute). */
  async spare(sender: Sender): Promise<{ kept: boolean; told: boolean }> {
    const person = keyOf(sender);
    if (await takes(this.#told, person)) return { kept: true, told: true };
    return {
      kept: (await takes(this.#ids, person)) && (await takes(this.#all, sender.channel)),
      told: false,
    };
  }

  /** Whether a stranger's message is looked at at all: a few a day of each conversation, and not more than the disk bears. */
  stranger(channel: ChannelName, conversation: string): Promise<boolean> {
    return this.#next(async () => {
      const all = `strangers ${channel}`;
      // A key is remembered only for what is kept: memory grows no further than the disk.
      if (((await this.#all.get(all))?.consumedPoints ?? 0) >= idsOfAll) return false;
      return (await takes(this.#strangers, `${channel} ${conversation}`)) && (await takes(this.#all, all));
    });
  }

  #next<T>(look: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(look);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

const limiter = (points: number, duration: number): RateLimiterMemory =>
  new RateLimiterMemory({ points, duration });

const keyOf = ({ channel, id }: Pick<Sender, "channel" | "id">): string => `${channel} ${id}`;

/** The limiter rejects with its count, not with an error, when there is no room. */
const takes = (limiter: RateLimiterMemory, key: string, points = 1): Promise<boolean> =>
  limiter.consume(key, points).then(
    () => true,
    () => false,
  );
