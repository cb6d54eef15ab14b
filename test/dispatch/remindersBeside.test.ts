import { afterEach, expect, it, vi } from "vitest";
import { openStore } from "../../src/store/embedded.ts";
import type { MailStore } from "../../src/store/mail.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { freshDatabase } from "../support/database.ts";
import { emptyFolder } from "../store/folder.ts";
import { listOf, organ, person, Watch } from "./reminding.ts";

const stores: MailStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});
async function opened(store: Promise<MailStore>): Promise<MailStore> {
  stores.push(await store);
  return store;
}

it("a reminder comes once to each from three processes on one database that look at the same time", async () => {
  const url = await freshDatabase();
  const units = Array.from({ length: 20 }, (_, index) => ({
    organ: { ...organ, name: `${index}${organ.name}` },
    people: [person(`p${index}`)],
  }));
  const list = { units };
  const first = new Watch({ list, store: await opened(openPostgres(url)) });
  const watches = [
    first,
    first.beside(list, await opened(openPostgres(url))),
    first.beside(list, await opened(openPostgres(url))),
  ];
  for (const watch of watches) await watch.attend();
  await Promise.all(watches.map((watch) => watch.look()));
  await vi.waitFor(() => expect(new Set(first.reminded).size).toBe(units.length), 20_000);
  await Promise.all(watches.map((watch) => watch.look()));
  const late = first.beside(list, await opened(openPostgres(url)));
  await late.attend();
  await late.look();
  await vi.waitFor(async () => expect(await first.store.mail.unsent()).toEqual([]), 20_000);
  expect(first.boxes[0]?.attempts).toHaveLength(units.length);
  expect(first.reminded.toSorted()).toEqual(units.map((_, index) => `feishu:p${index}`).toSorted());
}, 60_000);

it("a reminder comes once from a file that is closed and opened again, and on the next of the days", async () => {
  const folder = emptyFolder();
  const list = listOf(person("zhang"));
  let watch = new Watch({ list, store: await opened(openStore(folder)) });
  for (const time of ["2026-01-17T09:00", "2026-01-17T12:00", "2026-01-17T17:59", "2026-01-24T09:00"]) {
    await watch.lookAt(`${time}:00+08:00`);
    expect(watch.reminded).toHaveLength(time.startsWith("2026-01-17") ? 1 : 2);
    await stores.pop()?.close();
    watch = watch.beside(list, await opened(openStore(folder)));
  }
});
