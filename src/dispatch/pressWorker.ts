import { parentPort } from "node:worker_threads";
import { deliver, type Delivery } from "../conversation/delivery.ts";
import type { WrittenReport } from "../report/written.ts";

/** The entry of the thread that writes documents and reads them back. */

export interface Order {
  number: number;
  written: WrittenReport;
  final: boolean;
}
export type Pressed = { number: number; delivery: Delivery } | { number: number; fault: string };

const port = parentPort;
if (port === null) throw new Error("the press runs in a worker thread only");

async function press({ number, written, final }: Order): Promise<Pressed> {
  try {
    return { number, delivery: await deliver(written, final) };
  } catch (error) {
    return { number, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

port.on("message", (order: Order) => void press(order).then((pressed) => port.postMessage(pressed)));
