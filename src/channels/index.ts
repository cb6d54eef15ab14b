import type { ChannelEntry } from "./channel.ts";
import { feishu } from "./feishu/entry.ts";
import { web } from "./web/entry.ts";
import { wechaty } from "./wechaty/entry.ts";
import { wecom } from "./wecom/entry.ts";
import { wecomApp } from "./wecom-app/entry.ts";

/** The channels that are switched on by settings, one line each. */
export const channels: readonly ChannelEntry[] = [web, feishu, wecom, wecomApp, wechaty];
