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

storeContract("The store in memory", inMemory);
storeContract("The embedded store", embedded);
mailContract("The store in memory", inMemory);
mailContract("The embedded store", embedded);
holdingsContract("The store in memory", inMemory);
holdingsContract("The embedded store", embedded);
