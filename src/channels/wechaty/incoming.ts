import { types, type Message } from "wechaty";
import { Inbound, type InboundFile } from "../channel.ts";
import type { Connection } from "./connection.ts";
import { withoutMention, withoutQuote } from "./mention.ts";
import type { RoomFiles } from "./roomFiles.ts";

const { Attachment, Audio, Image, Text, Unknown, Video } = types.Message;
const fileTypes: ReadonlySet<number> = new Set([Attachment, Audio, Image, Video]);

/**
 * What a message of the gateway says to us; null where it is none of our business: our own words, what a group says
 * without us, stickers and the like. A file sent into a group is kept in mind for the message that names it.
 */
export async function incoming(
  message: Message,
  connection: Connection,
  roomFiles: RoomFiles,
): Promise<Inbound | null> {
  if (message.self()) return null;
  const room = message.room();
  const file = await fileOf(message, connection);
  if (file === null && message.type() !== Text) return null;
  if (room !== undefined && file !== null) {
    if (file.name !== undefined) roomFiles.keep(room.id, { name: file.name, ref: file.ref });
    return null;
  }
  const said =
    room === undefined
      ? { text: message.text().trim(), files: file === null ? [] : [file] }
      : await inRoom(message, room.id, connection.name, roomFiles);
  if (said === null) return null;
  const talker = message.talker();
  const parsed = Inbound.safeParse({
    kind: "message",
    id: message.id,
    conversation: room === undefined ? { kind: "direct", id: talker.id } : { kind: "group", id: room.id },
    sender: { id: talker.id, ...(talker.name() === "" ? {} : { name: talker.name() }) },
    at: message.date().getTime(),
    mentioned: true,
    ...said,
  });
  return parsed.success ? parsed.data : null;
}

/** Puppets tell files by their type; the mock, and others with kinds they do not know, only by having one. */
async function fileOf(message: Message, { puppet }: Connection): Promise<InboundFile | null> {
  const type = message.type();
  if (!fileTypes.has(type) && type !== Unknown) return null;
  const { filename } = await puppet.messagePayload(message.id);
  const named = (name: string | undefined) => ({ ref: message.id, ...(name ? { name } : {}) });
  if (type !== Unknown || filename) return named(filename);
  return await message.toFileBox().then(
    ({ name }) => named(name),
    () => null,
  );
}

/** What is said to us in a group: the words without the mention and without what they quote, and the files they name. */
async function inRoom(
  message: Message,
  room: string,
  name: string,
  roomFiles: RoomFiles,
): Promise<{ text: string; files: InboundFile[] } | null> {
  const words = await wordsToUs(message, name);
  if (words === null) return null;
  return { text: words.trim(), files: roomFiles.namedIn(room, message.text()) };
}

async function wordsToUs(message: Message, name: string): Promise<string | null> {
  const whole = message.text();
  const said = withoutQuote(whole);
  const byName = withoutMention(said, name);
  if (!(await message.mentionSelf())) return byName;
  // The SDK takes away the first mention there is, which may be one in the quote.
  return said === whole ? await message.mentionText() : (byName ?? withoutQuote(await message.mentionText()));
}
