import { channelContract } from "../../contracts/channel.ts";
import { wechatyRig } from "./rig.ts";

channelContract("wechaty", wechatyRig);
