import type { Card, Inbound } from "../../channels/channel.ts";
import type { Said } from "../payload.ts";
import { wording } from "../wording.ts";

/** What a press means, and how its card is shown from now on; null when the card does not offer it. */
export function pressed(
  card: Card,
  { choice, fields }: Extract<Inbound, { kind: "action" }>,
): { what: Said["what"]; told: string; card: Card } | null {
  const shown = (told: string): Card => ({ id: card.id, text: `${card.text}\n${told}` });
  const chosen = card.choices?.find(({ id }) => id === choice);
  if (chosen !== undefined) {
    const told = wording.taken(chosen.label);
    return { what: { kind: "words", text: chosen.label }, told, card: shown(told) };
  }
  if (card.fields === undefined || fields === undefined) return null;
  const given: Record<string, string> = {};
  const lines: string[] = [];
  for (const { id, label } of card.fields) {
    const value = fields[id];
    if (value === undefined) continue;
    given[id] = value.slice(0, 1000);
    if (value.trim() !== "") lines.push(`${label}：${value.trim().slice(0, 60)}`);
  }
  const told = lines.length === 0 ? wording.formEmpty : [wording.formTaken, ...lines].join("\n");
  return { what: { kind: "fields", fields: given }, told, card: shown(told) };
}
