import { answers } from "./interview.ts";

/** Who talks in the load test, and what. */

/** NIANBAO_SEATS: fewer of them, where others keep the machine busy. */
const { NIANBAO_SEATS = "200" } = process.env;
export const secondsOf = { warming: 15, measuring: 30 };

/** A conversation: on one platform, one message a second. When somebody has finished a report, the next person sits down. */
export interface Seat {
  channel: "feishu" | "wecom";
  number: number;
}
export const seats: readonly Seat[] = Array.from({ length: Number(NIANBAO_SEATS) }, (_, number) => ({
  channel: number % 2 === 0 ? "feishu" : "wecom",
  number,
}));

const kept = answers.slice(1, -1);
const opening = 2;
const closing = ["生成", "仍要生成"];
/** WeCom lets 30 messages a minute through to one chat: whoever talks there says less. */
const lengths = { feishu: kept.length, wecom: 18 };

/** Names without figures in them. */
const letters = [..."东南西北山水花木金石"];
const organOf = ({ number }: Seat, turn: number): string =>
  `青山区${[...`${number}`, turn].map((digit) => letters[Number(digit)]).join("")}街道办事处`;

/** A whole report: the opening, one figure or text a message, and the document. */
function messagesOf(seat: Seat, organ: string): string[] {
  return ["开始", `${organ}，2025年`, ...kept.slice(0, lengths[seat.channel]), ...closing];
}

/** Who speaks in this second, and what. The seats are at different places of their reports: the first person leaves early. */
export function talkOf(seat: Seat, second: number): { person: { id: string; name: string }; text: string } {
  const length = opening + lengths[seat.channel] + closing.length;
  const begun = (seat.number * 7) % length;
  const turn = Math.floor((second + begun) / length);
  const said = messagesOf(seat, organOf(seat, turn));
  const text = said[turn === 0 ? second : (second + begun) % length];
  if (text === undefined) throw new Error("nothing to say");
  return { person: personOf(seat, turn), text };
}

const personOf = (seat: Seat, turn: number) => ({
  id: `${seat.channel === "feishu" ? "ou_" : "u"}${seat.number}x${turn}`,
  name: `张${seat.number}`,
});

const turns = [0, 1, 2, 3] as const;

/** Everybody who will speak on a platform. */
export const peopleOn = (channel: Seat["channel"]): { id: string; name: string }[] =>
  seats
    .filter((seat) => seat.channel === channel)
    .flatMap((seat) => turns.map((turn) => personOf(seat, turn)));

/** Everybody, each for a unit of their own, as the list of those who may has it. */
export const units = (): object[] =>
  seats.flatMap((seat) =>
    turns.map((turn) => ({
      organ: { name: organOf(seat, turn), kind: "subdistrict" },
      people: [{ channel: seat.channel, ...personOf(seat, turn), role: "clerk" }],
    })),
  );
