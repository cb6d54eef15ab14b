import type { Message } from "../../conversation/message.ts";
import type { Waiting } from "../../store/mail.ts";
import type { Admitted } from "../access.ts";
import type { Port } from "../office.ts";
import type { Answered } from "../outbox/rendering.ts";
import type { Said } from "../payload.ts";

/** A row with all that is needed to work on it. */
export interface Job {
  row: Waiting;
  said: Said;
  port: Port;
  answered: Answered;
}

/** The message as the talk hears it. */
export function messageOf(
  { row, said, answered }: Job,
  admitted: Admitted,
  what: Pick<Message, "text" | "fields" | "file">,
): Message {
  const [only, ...others] = admitted.memberships;
  const unit =
    only === undefined || others.length > 0
      ? { unit: "", among: [...admitted.memberships] }
      : {
          unit: only.unit,
          ...(only.organ === undefined ? {} : { organ: only.organ }),
          ...(only.year === undefined ? {} : { year: only.year }),
        };
  const role = only === undefined || others.length > 0 ? {} : { role: only.role };
  return {
    // Two platforms may give the same id.
    id: `${row.channel}:${row.id}${row.part === 0 ? "" : `/${row.part}`}`,
    talk: answered.talk,
    ...unit,
    sender: { id: `${row.channel}:${said.sender.id}`, name: admitted.name, ...role },
    ...(said.conversation.kind === "group" ? { group: true } : {}),
    ...what,
  };
}
