import { describe, expect, it } from "vitest";
import { cards } from "./cards.ts";
import { dispatched } from "./dispatched.ts";
import { incoming } from "./incoming.ts";
import { outgoing } from "./outgoing.ts";
import { until, type Rig } from "./rig.ts";
import { Session, type Case, type Kind } from "./session.ts";
import { trouble } from "./trouble.ts";

/** What every channel must do, run with the real SDK inside the rig. What a platform cannot do has no case. */
export function channelContract(name: string, open: () => Promise<Rig>): void {
  const inSession: Case = (sentence, work) =>
    it(sentence, async () => {
      const session = await Session.open(open);
      try {
        await work(session);
      } finally {
        await session.close();
      }
    });

  describe(`${name} keeps the contract of a channel`, async () => {
    const kind = await kindOf(open);
    it("declares what fits together", () => coherent(kind));
    incoming(inSession, kind);
    outgoing(inSession, kind);
    cards(inSession, kind);
    trouble(inSession, kind);
    dispatched(kind, open);
    it("leaves nothing behind that keeps the process alive", () => leavesNothing(open));
  });
}

async function kindOf(open: () => Promise<Rig>): Promise<Kind> {
  const rig = await open();
  const { faults, people, group, acknowledges } = rig;
  const { name, capabilities } = rig.channel();
  const stranger = rig.strangerChannel !== null;
  await rig.close();
  return { name, capabilities, faults, people, group, acknowledges, stranger };
}

function coherent({ capabilities, group }: Kind): void {
  const { card, fileIn, fileOut, text, quotas, groups } = capabilities;
  expect(group !== null).toBe(groups);
  expect(text.maxBytes).toBeGreaterThanOrEqual(1000);
  expect(fileIn.direct === "message" || fileIn.group !== "none").toBe(fileIn.maxBytes > 0);
  if (!groups) expect(fileIn.group).toBe("none");
  // A report with its remarks has about 60 KB.
  expect(fileOut.maxBytes).toBeGreaterThan(1_000_000);
  for (const { count, perMs } of quotas) expect(count * perMs).toBeGreaterThan(0);
  if (card === null) expect(capabilities.idempotent.card).toBe(false);
  else {
    expect(card.maxChoices).toBeGreaterThanOrEqual(2);
    expect(card.labelChars).toBeGreaterThanOrEqual(4);
  }
}

/** Timers and sockets do not grow with the channels that were started and stopped. */
async function leavesNothing(open: () => Promise<Rig>): Promise<void> {
  const once = async (): Promise<void> => {
    const session = await Session.open(open);
    const answer = await session.answering();
    await session.say("记下了。", answer);
    await session.close();
  };
  await once();
  const before = alive();
  for (let count = 0; count < 4; count++) await once();
  await until(() => [...alive()].every(([kind, count]) => count <= (before.get(kind) ?? 0)));
}

/** What keeps this process alive, by kind. */
function alive(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
