import { channelContract } from "../../contracts/channel.ts";
import { feishuRig } from "./rig.ts";

channelContract("feishu", feishuRig);
