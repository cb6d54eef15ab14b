import { openStore } from "../src/store/embedded.ts";
import { interview } from "./interview.ts";

/** A process of its own: interviews on one data folder; prints the resident megabytes after every 200. */
const [folder = "", count = "1000"] = process.argv.slice(2);
const store = await openStore(folder);
for (let index = 1; index <= Number(count); index++) {
  await interview(store, `unit ${index}`);
  if (index % 200 === 0) console.log((process.memoryUsage.rss() / 1e6).toFixed(1));
}
await store.close();
