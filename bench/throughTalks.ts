import type { Holding } from "../src/store/holdings.ts";
import { Dispatch } from "../src/dispatch/dispatch.ts";
import { boundless } from "../src/dispatch/inbox/limits.ts";
import { silent } from "../src/log.ts";
import { readReport } from "../src/reading/read.ts";
import { memoryStore } from "../src/store/memory.ts";
import { Postbox } from "../test/support/postbox.ts";
import { answers } from "./interview.ts";

/** Who talks when the throughput is measured, and what. */

/** Names without figures in them. */
const letters = [..."东南西北山水花木金石"];
export const organOf = (person: number): string =>
  `${[...`${person}`].map((digit) => letters[Number(digit)]).join("")}街道办事处`;
export const idOf = (person: number): string => `ou_${person}x`;

/** So many units with one person each, as the list of those who may has it. */
export const listOf = (people: number): object => ({
  units: Array.from({ length: people }, (_, person) => ({
    organ: { name: organOf(person), kind: "subdistrict" },
    year: 2025,
    people: [{ channel: "feishu", id: idOf(person), name: "张三", role: "clerk" }],
  })),
});

/** A whole interview without 生成. */
export const interview: readonly string[] = ["开始", ...answers.slice(1)];

/** Somebody comes back to a report that is filled in, looks at it and corrects two figures: little is added, so that reports visited often stay alike. */
export const visitOf = (visit: number): readonly string[] => {
  const figure = 130 + (visit % 800);
  return [
    "开始",
    "进度",
    `改 行政许可 为 ${figure}`,
    "为什么问",
    "怎么算",
    "进度",
    `改 行政处罚 为 ${figure + 1}`,
    "去年多少",
    "依据",
    "进度",
  ];
};

export const message = (person: number, id: string, text: string, at: number) => ({
  ...{ kind: "message" as const, id, conversation: { kind: "direct" as const, id: idOf(person) } },
  ...{ sender: { id: idOf(person) }, at, text, mentioned: true, files: [] },
});

/** What a store holds after one person's interview, without the trail. */
export async function heldAfterInterview(access: ConstructorParameters<typeof Dispatch>[0]["access"]) {
  const store = memoryStore();
  const postbox = new Postbox();
  const now = (): Date => new Date();
  const dispatch = new Dispatch({
    ...{ channels: [postbox], store, access, now, log: silent, read: readReport, bounds: boundless },
  });
  await dispatch.start();
  for (const [index, text] of interview.entries()) {
    await postbox.deliver(message(0, `held-${index}-0x`, text, now().getTime()));
    await dispatch.idle();
  }
  const held: Holding[] = [];
  for await (const row of store.holdings.all()) if (row.kind !== "trail") held.push(row);
  await dispatch.stop();
  await store.close();
  const bytes = held.reduce((sum, row) => sum + (row.kind === "entry" ? Buffer.byteLength(row.value) : 0), 0);
  return { held, bytes };
}
