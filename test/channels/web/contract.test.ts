import { channelContract } from "../../contracts/channel.ts";
import { webRig } from "./rig.ts";

channelContract("web", webRig);
