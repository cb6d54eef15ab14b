import { addressOf, urlOf } from "./address.ts";
import { answers } from "./probe.ts";

/** Run by the container: ends with 0 when the service answers where NIANBAO_OPS_ADDRESS says, else with 1. */
process.exitCode = (await answers(urlOf(addressOf(process.env["NIANBAO_OPS_ADDRESS"] ?? ""), "/healthz")))
  ? 0
  : 1;
