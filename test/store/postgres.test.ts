import { sealWith } from "../../src/store/aesSeal.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { holdingsContract } from "../contracts/holdings.ts";
import { mailContract } from "../contracts/mail.ts";
import { storeContract } from "../contracts/store.ts";
import { trailContract } from "../contracts/trail.ts";
import { emptyStore } from "../support/database.ts";

let url = "";
const at = (place: string): void => void (url = place);
const postgres = { open: () => emptyStore({}, at), again: () => openPostgres(url) };
const seal = sealWith({ current: new Uint8Array(32).fill(1), former: [] });
const sealed = { open: () => emptyStore({ seal }, at), again: () => openPostgres(url, { seal }) };

storeContract("The store in PostgreSQL", postgres);
mailContract("The store in PostgreSQL", postgres);
storeContract("The store in PostgreSQL, sealed,", sealed);
mailContract("The store in PostgreSQL, sealed,", sealed);
holdingsContract("The store in PostgreSQL", { open: postgres.open, runs: 15 });
trailContract("The store in PostgreSQL", { open: postgres.open });
