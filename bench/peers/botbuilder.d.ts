import type { DatabaseSync } from "node:sqlite";

export declare class TableStorage {
  constructor(db: DatabaseSync);
}
export declare function numberInterview(
  count: number,
  storage?: TableStorage,
): {
  answer(message: { talk: string; id: string; text: string }): Promise<{
    replies: string[];
    figures: Record<string, number> | undefined;
  }>;
};
