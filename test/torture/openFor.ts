import { z } from "zod";
import { openStore } from "../../src/store/embedded.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";

const Where = z.union([z.object({ url: z.string() }), z.object({ folder: z.string() })]);
/** Where is stored: a database, or a data folder. */
export type Where = z.infer<typeof Where>;

const Given = z.object({ where: Where, access: z.string() });
/** What a process of the service is started with: where is stored, and the list of those who may. */
export type Given = z.infer<typeof Given>;

/** What stands in the arguments of this process. */
export const given = (): Given => Given.parse(JSON.parse(process.argv[2] ?? ""));

export const openFor = (where: Where): Promise<MailStore> =>
  "url" in where ? openPostgres(where.url) : openStore(where.folder);
