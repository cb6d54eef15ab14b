import { expect, test } from "vitest";
import { seats, secondsOf, talkOf, units } from "../../bench/loadTalks.ts";
import { parseAccess } from "../../src/dispatch/access/list.ts";
import { Interview } from "../support/interview.ts";

const seconds = secondsOf.warming + secondsOf.measuring;

test("in the load test every seat has something to say in every second, and everybody may", () => {
  expect(parseAccess(JSON.stringify({ units: units() }))).toHaveProperty("list");
  const listed = JSON.stringify(units());
  for (const seat of seats)
    for (let second = 0; second < seconds; second++) {
      const { person, text } = talkOf(seat, second);
      expect(text).not.toBe("");
      expect(listed).toContain(`"${person.id}"`);
    }
});

test("nobody on WeCom hears more than its quota lets through", () => {
  for (const seat of seats.filter(({ channel }) => channel === "wecom")) {
    const said = new Map<string, number>();
    for (let second = 0; second < seconds; second++) {
      const { id } = talkOf(seat, second).person;
      said.set(id, (said.get(id) ?? 0) + 1);
    }
    // 28 a minute; the document has a note and a list of what is missing beside it.
    expect(Math.max(...said.values())).toBeLessThanOrEqual(25);
  }
});

test.each([0, 1])("what seat %i says is understood, and ends in a document", async (number) => {
  const [seat] = seats.filter((one) => one.number === number);
  if (seat === undefined) throw new Error("no such seat");
  const interview = new Interview("2026-01-05T09:00:00+08:00");
  const { person } = talkOf(seat, 0);
  for (let second = 0; second < 200 && talkOf(seat, second).person.id === person.id; second++)
    expect(await interview.say(talkOf(seat, second).text)).not.toMatch(/没有读懂|没有记/);
  if (seat.number === 0) expect(interview.document).not.toBeNull();
});
