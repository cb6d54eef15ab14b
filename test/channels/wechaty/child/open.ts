import { wechaty } from "../../../../src/channels/wechaty/entry.ts";
import { ChannelError } from "../../../../src/channels/channel.ts";
import { silent } from "../../../../src/log.ts";

/** Opens the channel and tells how that went. */
const values = {
  WECHATY_PUPPET_SERVICE_TOKEN: "insecure_0001",
  WECHATY_PUPPET_SERVICE_ENDPOINT: "127.0.0.1:1",
};
const rim = { log: silent, now: () => new Date(), folder: "" };
const probes = await wechaty.probe(values, rim);
try {
  await wechaty.open(values, rim);
  process.stdout.write("opened");
} catch (error) {
  if (!(error instanceof ChannelError)) throw error;
  process.stdout.write(JSON.stringify({ code: error.code, message: error.message, probes }));
}
