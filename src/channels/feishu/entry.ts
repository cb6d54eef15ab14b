import type { ChannelEntry } from "../channel.ts";
import { settings } from "./settings.ts";

/** Feishu, the public one or a private deployment. Its SDK takes 60 MB, so it is loaded when it is used. */
export const feishu: ChannelEntry = {
  name: "feishu",
  label: "飞书",
  settings,
  open: async (values, rim) => {
    const { Feishu } = await import("./channel.ts");
    return new Feishu(values, rim);
  },
  probe: async (values, rim) => {
    const { probe } = await import("./probe.ts");
    return await probe(values, rim);
  },
};
