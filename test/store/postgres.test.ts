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

storeContract("The store in PostgreSQL", postgres);
mailContract("The store in PostgreSQL", postgres);
