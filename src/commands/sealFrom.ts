import { keysIn, type Environment } from "../config.ts";
import { sealWith } from "../store/aesSeal.ts";
import { unsealed, type Seal } from "../store/seal.ts";

/** How the settings want data to be stored: under NIANBAO_KEY, or as they are. */
export function sealFrom(environment: Environment): Seal {
  const keys = keysIn(environment);
  return keys === null ? unsealed : sealWith(keys);
}
