import type { Capabilities, Card, Conversation } from "../../channels/channel.ts";
import { plainText, type Reply } from "../../conversation/reply.ts";
import type { Outgoing } from "../../store/mail.ts";
import { conversationKey, type Parcel, type Said, type Word } from "../payload.ts";
import { size, wording } from "../wording.ts";
import { split } from "./splitting.ts";

/** What is answered, and where. */
export interface Answered {
  channel: string;
  capabilities: Capabilities;
  said: Pick<Said, "conversation" | "sender" | "reply">;
  /** Whose presses count. */
  talk: string;
  /** 32 characters; keys begin with it. */
  stem: string;
  at: number;
}

type Piece = { privately: boolean } & (
  | { type: "text"; text: string }
  | { type: "card"; card: Omit<Card, "id">; press: "choices" | "form" | null; plain: string }
  | { type: "file"; name: string; bytes: Uint8Array; note: string }
);

/** Room for a mention that a channel puts before a text, in bytes. */
const mentionBytes = 200;

/** The replies as rows of the outbox, in order: what the platform cannot show becomes words. */
export function render(replies: readonly Reply[], answered: Answered): Outgoing[] {
  const { capabilities, said } = answered;
  const group = said.conversation.kind === "group";
  const pieces = replies.map((reply) => pieceOf(reply, capabilities, group && reply.privately === true));
  const limit = capabilities.text.maxBytes - (group ? mentionBytes : 0);
  const parts = merged(pieces).flatMap((piece): Piece[] =>
    piece.type !== "text"
      ? [piece]
      : split(piece.text, limit)
          .filter((text) => text.trim() !== "")
          .map((text) => ({ ...piece, text })),
  );
  const lastPrivate = parts.findLastIndex(({ privately }) => privately);
  const first = parts.findIndex(({ type, privately }) => type !== "file" && !privately);
  return parts.map((piece, index) =>
    outgoing(piece, {
      ...answered,
      index,
      mentioned: group && index === first,
      tells: index === lastPrivate,
    }),
  );
}

/** One text as a row of the outbox. */
export function worded(
  word: Word,
  row: { key: string; channel: string; at: number; kept: boolean },
): Outgoing {
  const { conversation, text, reply, mention } = word;
  const parcel: Parcel = {
    conversation,
    out: { type: "text", text },
    ...(reply === undefined ? {} : { reply }),
    ...(mention === undefined ? {} : { mention }),
  };
  return { ...row, conversation: conversationKey(conversation), payload: JSON.stringify(parcel) };
}

function pieceOf(reply: Reply, { card, text, fileOut }: Capabilities, privately: boolean): Piece {
  const plain = reply.type === "file" ? "" : plainText(reply);
  const words: Piece = { privately, type: "text", text: plain };
  // What is pressed in the private chat would belong to another talk.
  if (privately && (reply.type === "choices" || reply.type === "form")) return words;
  switch (reply.type) {
    case "text":
      return words;
    case "file":
      return reply.bytes.length > fileOut.maxBytes
        ? { ...words, text: wording.fileTooLargeToSend(reply.name, size(fileOut.maxBytes)) }
        : { privately, type: "file", name: reply.name, bytes: reply.bytes, note: reply.note };
    case "choices": {
      const labels = reply.choices;
      const fits =
        card !== null &&
        labels.length <= card.maxChoices &&
        labels.every((label) => [...label].length <= card.labelChars) &&
        Buffer.byteLength(plain) <= text.maxBytes;
      if (!fits) return words;
      const choices = labels.map((label, index) => ({ id: `${index + 1}`, label }));
      return { privately, type: "card", card: { text: reply.text, choices }, press: "choices", plain };
    }
    case "table": {
      if (card?.table !== true) return words;
      const table = { columns: [...reply.columns], rows: reply.rows.map((row) => [...row]) };
      return { privately, type: "card", card: { text: reply.title, table }, press: null, plain };
    }
    case "form": {
      if (card?.inputs !== true) return words;
      const fields = reply.fields.map((field) => ({ ...field }));
      return { privately, type: "card", card: { text: reply.text, fields }, press: "form", plain };
    }
  }
}

/** Texts that follow each other are one message. */
function merged(pieces: readonly Piece[]): Piece[] {
  const together: Piece[] = [];
  for (const piece of pieces) {
    const last = together.at(-1);
    if (piece.type === "text" && last?.type === "text" && last.privately === piece.privately)
      together[together.length - 1] = { ...last, text: `${last.text}\n${piece.text}` };
    else together.push(piece);
  }
  return together;
}

interface Place extends Answered {
  index: number;
  /** The person is mentioned. */
  mentioned: boolean;
  /** The group is told what became of it. */
  tells: boolean;
}

function outgoing(piece: Piece, place: Place): Outgoing {
  const { said, channel, stem, index, at, talk, capabilities } = place;
  const key = `${stem}-${index}`;
  const conversation: Conversation = piece.privately
    ? { kind: "direct", id: said.sender.id }
    : said.conversation;
  const reply = piece.privately || said.reply === undefined ? {} : { reply: said.reply };
  const then = following(piece, place, { conversation, ...reply });
  const parcel: Parcel = {
    conversation,
    ...reply,
    ...(place.mentioned ? { mention: said.sender } : {}),
    ...(then === undefined ? {} : { then }),
    out:
      piece.type === "card"
        ? { type: "card", card: { ...piece.card, id: key }, plain: piece.plain }
        : piece.type === "file"
          ? { type: "file", name: piece.name }
          : { type: "text", text: piece.text },
  };
  return {
    ...{ key, channel, at, conversation: conversationKey(conversation), payload: JSON.stringify(parcel) },
    ...(piece.type === "file" ? { bytes: piece.bytes } : {}),
    ...(piece.type === "card" && piece.press !== null ? { card: { kind: piece.press, owner: talk } } : {}),
    kept: capabilities.history === true,
  };
}

/** What is said after it: the note of a file, and in the group that something went to the private chat. */
function following(piece: Piece, place: Place, there: Omit<Word, "text">): Parcel["then"] {
  const { said, capabilities, tells } = place;
  const sent: Word[] = [];
  const failed: Word[] = [];
  if (piece.type === "file") {
    for (const text of split(piece.note, capabilities.text.maxBytes))
      if (text.trim() !== "") sent.push({ ...there, text });
    failed.push({ ...there, text: wording.fileNotSent(piece.name) });
  }
  if (!tells) return sent.length + failed.length === 0 ? undefined : { sent, failed };
  const reply = said.reply === undefined ? {} : { reply: said.reply };
  const group = { conversation: said.conversation, mention: said.sender, ...reply };
  return {
    sent: [...sent, { ...group, text: wording.sentPrivately }],
    failed: [...failed, { ...group, text: wording.notSentPrivately }],
    unreachable: [{ ...group, text: wording.writeFirst }],
  };
}
