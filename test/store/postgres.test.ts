import { sealWith } from "../../src/store/aesSeal.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { mailContract } from "../contracts/mail.ts";
import { storeContract } from "../contracts/store.ts";
import { freshDatabase } from "../support/database.ts";

let url = "";
const postgres = {
  open: async () => {
    url = await freshDatabase();
    return await openPostgres(url);
  },
  again: () => openPostgres(url),
};
const seal = sealWith({ current: new Uint8Array(32).fill(1), former: [] });
const sealed = {
  open: async () => {
    url = await freshDatabase();
    return await openPostgres(url, { seal });
  },
  again: () => openPostgres(url, { seal }),
};

storeContract("The store in PostgreSQL", postgres);
mailContract("The store in PostgreSQL", postgres);
storeContract("The store in PostgreSQL, sealed,", sealed);
mailContract("The store in PostgreSQL, sealed,", sealed);
