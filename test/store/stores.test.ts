import { sealWith } from "../../src/store/aesSeal.ts";
import { openStore } from "../../src/store/embedded.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { holdingsContract } from "../contracts/holdings.ts";
import { mailContract } from "../contracts/mail.ts";
import { storeContract } from "../contracts/store.ts";
import { emptyFolder } from "./folder.ts";

const inMemory = { open: () => Promise.resolve(memoryStore()) };
let folder = "";
const embedded = {
  open: () => {
    folder = emptyFolder();
    return openStore(folder);
  },
  again: () => openStore(folder),
};
const seal = sealWith({ current: new Uint8Array(32).fill(1), former: [] });
const sealedInMemory = { open: () => Promise.resolve(memoryStore(seal)) };
const sealedEmbedded = {
  open: () => {
    folder = emptyFolder();
    return openStore(folder, { seal });
  },
  again: () => openStore(folder, { seal }),
};

storeContract("The store in memory", inMemory);
storeContract("The embedded store", embedded);
mailContract("The store in memory", inMemory);
mailContract("The embedded store", embedded);
storeContract("The store in memory, sealed,", sealedInMemory);
storeContract("The embedded store, sealed,", sealedEmbedded);
mailContract("The store in memory, sealed,", sealedInMemory);
mailContract("The embedded store, sealed,", sealedEmbedded);
holdingsContract("The store in memory", inMemory);
holdingsContract("The embedded store", embedded);
