import { channelContract } from "../../contracts/channel.ts";
import { wecomRig } from "./rig.ts";

channelContract("wecom", wecomRig);
