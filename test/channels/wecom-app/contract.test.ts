import { channelContract } from "../../contracts/channel.ts";
import { wecomAppRig } from "./rig.ts";

channelContract("wecom-app", wecomAppRig);
