import type { ChannelEntry, Probe, Values } from "../channel.ts";

const defaultPort = 8787;
const portOf = (values: Values): number => Number(values.NIANBAO_WEB_PORT ?? defaultPort);

/** The page on this machine: always on. */
export const web: ChannelEntry = {
  name: "web",
  label: "网页",
  settings: [
    {
      name: "NIANBAO_WEB_PORT",
      needed: false,
      does: `网页在本机的端口，不填是${defaultPort}；填0由系统挑一个空的`,
      form: {
        matches: /^(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
        not: "端口是0到65535之间的整数。",
      },
    },
  ],
  async open(values, rim) {
    const { WebChannel } = await import("./channel.ts");
    return new WebChannel(portOf(values), rim);
  },
  async probe(values): Promise<readonly Probe[]> {
    const { probePort } = await import("./probe.ts");
    return [await probePort(portOf(values))];
  },
};
