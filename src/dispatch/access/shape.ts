import { z } from "zod";
import { ChannelName } from "../../channels/channel.ts";
import { Role } from "../../conversation/message.ts";
import { Organ } from "../../report/organ.ts";

const id = z.string().min(1).max(512);
/** The file named by NIANBAO_ACCESS. Unknown names are refused: a slip of the pen must not open or close a door unseen. */
export const AccessList = z.strictObject({
  units: z.array(
    z.strictObject({
      organ: z.strictObject(Organ.shape),
      year: z.int().min(2019).max(2100).optional(),
      people: z.array(
        z.strictObject({
          channel: ChannelName,
          /** "*": everybody of that channel. */
          id,
          name: z.string().min(1).max(60).optional(),
          role: Role,
        }),
      ),
      groups: z.array(z.strictObject({ channel: ChannelName, id })).default([]),
    }),
  ),
});
export type AccessList = z.infer<typeof AccessList>;
