import type { Quantity } from "./claim.ts";

/** A number with the words around it, cut so that the nearest ones bind it. */
export interface Spot {
  /** From the last mark or number to the number; brackets directly before it left out. */
  lead: string;
  /** Where the lead begins in the sentence. */
  from: number;
  /** The words in those brackets. */
  inner: string | undefined;
  /** From the last ，：（ to the number. */
  clause: string;
  /** From behind the unit to the next mark or number; "" when there is nothing. */
  after: string;
  /** From the beginning of the sentence to the number. */
  head: string;
  sentence: string;
  /** The sentence that this one goes on from with 其中. */
  before: string;
  unit: string;
  /** The report year. */
  year: number | undefined;
  /** Requests for information are spoken of, and nothing else that is asked, answered or settled. */
  inRequests: boolean;
  /** Reconsiderations and suits here are about information. */
  inDisputes: boolean;
  /** The last thing said before is how many requests came in: kinds of applicants are parts of it. */
  ofReceived: boolean;
}

/** What a number counts, and the words that say so. */
export interface Bond {
  quantity: Quantity;
  /** Where they begin in the sentence, when it is not the lead. */
  from?: number;
  /** They stand behind the number: 3件予以公开. */
  behind?: true;
}
