import { textSlots, type TextSlot } from "../report/events.ts";
import { asking, type Ran, type Running } from "./closing.ts";
import { slotName } from "./files/load.ts";
import { lastYearSaid } from "./words/standing.ts";
import { wording } from "./words/wording.ts";

const longest = 800;

/** 去年怎么写的: last year's words for the paragraph in question, marked as last year's; nothing is taken from them. */
export function lastWords(running: Running, named?: TextSlot): Ran {
  const { talk, year } = running;
  const about = named ?? textSlots.find((slot) => slot === talk.asked);
  if (about === undefined && talk.asked === "overview") return several(running, textSlots.slice(0, 5));
  if (about === undefined) {
    const asked = talk.asked;
    const figures =
      asked === null ? wording.noLastWords : lastYearSaid(asked, (cell) => running.lastYear(cell), year);
    return asking(running, [figures === wording.noLastYear ? wording.noLastWords : figures]);
  }
  return several(running, [about]);
}

function several(running: Running, slots: readonly TextSlot[]): Ran {
  const { last, year } = running;
  const words = slots.flatMap((slot) => {
    const said = last.texts.get(slot)?.items.join("\n");
    return said === undefined
      ? []
      : [`【${slotName(slot)}】${said.length > longest ? `${said.slice(0, longest)}……` : said}`];
  });
  if (words.length === 0) return asking(running, [wording.noLastWords]);
  return asking(running, [
    `去年（${year - 1}年）是这样写的，只供参考，不会写进今年的稿子：`,
    ...words,
    "——去年的到此为止。",
  ]);
}
