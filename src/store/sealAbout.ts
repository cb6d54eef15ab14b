/**
 * What sealed values belong to: whoever moves one to another row, another conversation or another report cannot have it
 * opened there. Readable for whoever has the disk stay, because rows are looked up and put in order by them: the names of
 * organs and the years of reports; the ids of people, chats and messages; which channel, when, how large, sent or not;
 * the trail. Whoever may also write there can take values away, or put an older value of the same row back.
 */

/** Of a report, a talk, or the list of keys. */
export const aboutEntry = (namespace: string, key: string): string => `${namespace} ${key}`;

/** Of all the payloads of a message: lines shown again do not say which part they are. */
export const aboutMessage = ({
  channel,
  conversation,
  id,
}: Record<"channel" | "conversation" | "id", string>): string =>
  `inbox ${JSON.stringify([channel, conversation, id])}`;

/** Of a file that was fetched for a row of the inbox. */
export const aboutFile = (seq: number): string => `file ${seq}`;
export const aboutFileName = (seq: number): string => `file name ${seq}`;

export const aboutOutgoing = ({ key, conversation }: Record<"key" | "conversation", string>): string =>
  `outbox ${JSON.stringify([key, conversation])}`;

/** Of the bytes that go with it: the key alone names them. */
export const aboutBytes = (key: string): string => `bytes ${key}`;
