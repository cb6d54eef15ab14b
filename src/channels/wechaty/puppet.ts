import { Readable } from "node:stream";
import type { FileBoxInterface } from "file-box";
import { PuppetService } from "wechaty-puppet-service";
import { z } from "zod";
import { concernsUs, type WireEvent } from "./events.ts";

type Manager = PuppetService["grpcManager"];

/** The SDK's puppet for a gateway, with some habits less: see the comments of the methods. */
export class GatewayPuppet extends PuppetService {
  /** Settles when the gateway has started, or why it did not. */
  readonly started = Promise.withResolvers<void>();
  readonly #lost: () => void;

  constructor(options: ConstructorParameters<typeof PuppetService>[0], lost: () => void) {
    super(options);
    this.#lost = lost;
    // It may fail with nobody waiting any more.
    this.started.promise.catch(() => undefined);
  }

  /** The SDK keeps the people of the account in a database under the home folder, the token in its path. */
  protected override hookPayloadStore(): void {}

  override async onStart(): Promise<void> {
    try {
      await super.onStart();
      this.started.resolve();
    } catch (error) {
      this.started.reject(error);
      // Else the SDK waits five seconds for the start that has failed before it stops.
      (this.state as { active(on: true): void }).active(true);
      throw error;
    }
  }

  /** What is heard is a sign of life; what concerns us goes on to the SDK; a stream that ends is told. */
  protected override bridgeGrpcEventStream(manager: Manager): void {
    super.bridgeGrpcEventStream(manager);
    for (const listener of manager.listeners("data")) {
      manager.off("data", listener as () => void);
      manager.on("data", (event: WireEvent) => {
        this.emit("heartbeat", { data: "" });
        if (concernsUs(event)) listener.call(manager, event);
      });
    }
    for (const event of ["end", "cancel", "error"]) manager.on(event, () => this.#lost());
  }

  /** The SDK answers the news of a logout by ordering one, and misses a login that follows at once. */
  override logout(reason = ""): Promise<void> {
    if (this.isLoggedIn) {
      this.emit("logout", { contactId: this.currentUserId, data: reason });
      this.__currentUserId = undefined;
    }
    return Promise.resolve();
  }

  /** Whether events come. The gateway has one stream, and the SDK says nothing when that is another's: our last one's, perhaps. */
  get streaming(): boolean {
    const stream: unknown = this.grpcManager.eventStream;
    return stream instanceof Readable && !stream.destroyed;
  }

  /** A file as the SDK carries it: small ones within the message, others sent ahead. */
  boxOf(name: string, bytes: Uint8Array): FileBoxInterface {
    return this.FileBoxUuid.fromBase64(Buffer.from(bytes).toString("base64"), name);
  }

  /** After any failure the SDK would send the file once more, another way: also when it may have arrived. */
  override async messageSendFile(conversation: string, box: FileBoxInterface): Promise<string | void> {
    const { messageSendFile } = this.#wire();
    const request = new messageSendFile.requestType();
    request.setConversationId(conversation);
    request.setFileBox(await this.serializeFileBox(box));
    const response = await this.#ask(messageSendFile, request);
    return response.getId() || undefined;
  }

  /** The SDK would fetch from any address a message names. What does not lie at the gateway is streamed by it. */
  override async messageFile(message: string): Promise<FileBoxInterface> {
    const { messageFile } = this.#wire();
    const request = new messageFile.requestType();
    request.setId(message);
    const box = (await this.#ask(messageFile, request)).getFileBox();
    if (AtGateway.safeParse(JSON.parse(box)).success) return this.FileBoxUuid.fromJSON(box);
    return await this.#streamed(message);
  }

  async #streamed(message: string): Promise<FileBoxInterface> {
    const { messageFileStream } = this.#wire();
    const request = new messageFileStream.requestType();
    request.setId(message);
    const stream = messageFileStream.call(this.grpcManager.client, request);
    const parts: AsyncIterator<Part, undefined> = stream[Symbol.asyncIterator]();
    const first = await parts.next();
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      for (let part = await parts.next(); part.done !== true; part = await parts.next())
        yield part.value.getFileBoxChunk()?.getData_asU8() ?? new Uint8Array();
    };
    return this.FileBoxUuid.fromStream(Readable.from(bytes()), first.value?.getFileBoxChunk()?.getName());
  }

  #wire(): Wire {
    return this.grpcManager.client as Wire;
  }

  async #ask<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
    return await new Promise((resolve, reject) => {
      call.call(this.grpcManager.client, request, (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
  }
}

/** The kinds of FileBox whose bytes the gateway itself has: Base64 and Uuid (file-box 1.5, FileBoxType). */
const AtGateway = z.object({ boxType: z.union([z.literal(1), z.literal(7)]) });

/** The calls used here. The SDK's own types of its client do not resolve; grpc-js keeps the class of a request beside the call. */
interface Wire {
  messageSendFile: Call<
    { setConversationId(id: string): void; setFileBox(box: string): void },
    { getId(): string }
  >;
  messageFile: Call<ById, { getFileBox(): string }>;
  messageFileStream: { requestType: new () => ById } & ((request: ById) => Readable);
}

interface ById {
  setId(id: string): void;
}

type Call<Request, Response> = { requestType: new () => Request } & ((
  request: Request,
  answered: (error: Error | null, response: Response) => void,
) => unknown);

/** A part of a streamed file: its name first, then its bytes. */
interface Part {
  getFileBoxChunk(): { getName(): string; getData_asU8(): Uint8Array } | undefined;
}
