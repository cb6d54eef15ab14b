import { channelContract } from "../../contracts/channel.ts";
import { terminalRig } from "./rig.ts";

channelContract("terminal", terminalRig);
