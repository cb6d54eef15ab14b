import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { ownSettings, valuesOf } from "../config.ts";
import { silent, type Log } from "../log.ts";
import { openStore } from "../store/embedded.ts";
import { dataFile } from "../store/file.ts";
import type { MailStore } from "../store/mail.ts";
import type { Rim } from "./command.ts";
import { sealFrom } from "./sealFrom.ts";

/** The data folder that is meant: of the command line, of the settings, or `data`. */
export const dataFolder = (rim: Rim, given: string | undefined): string =>
  resolve(rim.folder, given ?? valuesOf(ownSettings, rim.environment)["NIANBAO_DATA"] ?? "data");

/** Where a command's data lie. */
export interface House {
  /** As a person is told. */
  place: string;
  /** Whether anything was ever kept there; a database is asked only once it is open. */
  begun(): boolean;
  /** OutsideError with one sentence when it cannot be opened. */
  open(): Promise<MailStore>;
}

/** The store that the settings mean: the one place where that is decided. */
export function openHouse(rim: Rim, data: string, log: Log = silent): House {
  const url = valuesOf(ownSettings, rim.environment)["DATABASE_URL"];
  const seal = sealFrom(rim.environment);
  if (url !== undefined)
    return {
      place: "数据库（DATABASE_URL）",
      begun: () => true,
      // Whoever keeps data in a file need not load it.
      open: async () => (await import("../store/postgres/open.ts")).openPostgres(url, { seal, log }),
    };
  return {
    place: `数据文件夹 ${data}`,
    begun: () => existsSync(join(data, dataFile)),
    open: () => openStore(data, { seal }),
  };
}
