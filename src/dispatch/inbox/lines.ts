import type { Card, Line } from "../../channels/channel.ts";
import type { MailLine } from "../../store/mail.ts";
import { Parcel, Said } from "../payload.ts";

/** A row of the inbox or the outbox as the channel shows it again; none where nothing is left to show. */
export function lineOf(line: MailLine): Line[] {
  const { at, key } = line;
  if ("incoming" in line) {
    const said = Said.parse(JSON.parse(line.incoming));
    return said.line === undefined ? [] : [{ at, key, said: said.line }];
  }
  const { out } = Parcel.parse(JSON.parse(line.outgoing));
  if (out.type === "text") return [{ at, key, sent: out }];
  if (out.type === "file")
    return line.bytes === undefined
      ? []
      : [{ at, key, sent: { type: "file", name: out.name, bytes: line.bytes } }];
  const { id, text, table } = out.card;
  const dead: Card = { id, text, ...(table === undefined ? {} : { table }) };
  return [{ at, key, sent: { type: "card", card: line.live ? out.card : dead } }];
}
