import { openStore } from "../../src/store/embedded.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { storeContract } from "../contracts/store.ts";
import { emptyFolder } from "./folder.ts";

storeContract("The store in memory", { open: () => Promise.resolve(memoryStore()) });

let folder = "";
storeContract("The embedded store", {
  open: () => {
    folder = emptyFolder();
    return openStore(folder);
  },
  again: () => openStore(folder),
});
