import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebChannel } from "../../../src/channels/web/channel.ts";
import { Access } from "../../../src/dispatch/access.ts";
import { Dispatch } from "../../../src/dispatch/dispatch.ts";
import { silent } from "../../../src/log.ts";
import { readReport } from "../../../src/reading/read.ts";
import { openStore } from "../../../src/store/embedded.ts";

/** The whole service behind the page, with a store in a folder of its own; it can end and begin again at the same address. */
export class Service {
  readonly #folder: string;
  readonly #now: () => Date;
  #port = 0;
  #stop: () => Promise<void> = () => Promise.resolve();
  link = "";

  private constructor(folder: string, now: () => Date) {
    this.#folder = folder;
    this.#now = now;
  }

  /** `day`: the clock starts there. */
  static async open(day: string): Promise<Service> {
    const begin = new Date(day).getTime() - performance.now();
    const folder = await mkdtemp(join(tmpdir(), "nianbao-page-"));
    const service = new Service(folder, () => new Date(begin + performance.now()));
    await service.start();
    return service;
  }

  async start(): Promise<void> {
    const now = this.#now;
    const store = await openStore(join(this.#folder, "data"));
    const channel = new WebChannel(this.#port, { log: silent, now, folder: join(this.#folder, "web") });
    const access = new Access({ now, log: silent });
    const dispatch = new Dispatch({ channels: [channel], store, access, read: readReport, now, log: silent });
    await dispatch.start();
    this.link = channel.link;
    this.#port = Number(new URL(channel.link).port);
    this.#stop = async () => {
      await dispatch.stop();
      await store.close();
    };
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  async close(): Promise<void> {
    await this.#stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
