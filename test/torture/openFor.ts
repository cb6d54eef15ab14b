import { z } from "zod";
import { openStore } from "../../src/store/embedded.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";

/** Where is stored: a database, or a data folder. */
export const Where = z.union([z.object({ url: z.string() }), z.object({ folder: z.string() })]);
export type Where = z.infer<typeof Where>;

export const openFor = (where: Where): Promise<MailStore> =>
  "url" in where ? openPostgres(where.url) : openStore(where.folder);
