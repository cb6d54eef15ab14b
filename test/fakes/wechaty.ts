import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { log as speech, PuppetServer } from "wechaty-puppet-service";
import { AccountPuppet } from "./wechaty/puppet.ts";
import { Line } from "./wechaty/wire.ts";

/**
 * A gateway as departments run one: the SDK's own gRPC PuppetServer over an account in the small, with TLS and a token,
 * behind a line that can be cut. Its certificate is the one published with the SDK, unless another is given.
 */
export class FakeGateway {
  token: string;
  readonly account: AccountPuppet;
  readonly #folder: string;
  readonly #tls: { serverCert: string; serverKey: string } | undefined;
  #server: PuppetServer;
  #line: Line | null = null;

  private constructor(folder: string, { token, tls }: GatewayOptions) {
    this.token = token ?? "insecure_8d6c0f0e-5a7f-4c1b-9a52-3f5a3f1f7f10";
    this.#folder = folder;
    this.#tls = tls;
    this.account = AccountPuppet.create();
    this.#server = this.#makeServer();
  }

  static async open(options: GatewayOptions = {}): Promise<FakeGateway> {
    speech.level("silent");
    const gateway = new FakeGateway(await mkdtemp(join(tmpdir(), "gateway-")), options);
    await gateway.#server.start();
    gateway.#line = await Line.open(join(gateway.#folder, "socket"), options.port);
    return gateway;
  }

  get line(): Line {
    if (this.#line === null) throw new Error("the gateway is closed");
    return this.#line;
  }

  get endpoint(): string {
    return this.line.endpoint;
  }

  /** The gateway's process ends and another takes its place, with another token perhaps; the phone stays logged in. */
  async restart(token = this.token): Promise<void> {
    this.token = token;
    await this.#server.stop();
    this.line.cut();
    await this.account.stop();
    this.#server = this.#makeServer();
    await this.#server.start();
  }

  async close(): Promise<void> {
    await this.#line?.close();
    await this.#server.stop();
    await this.account.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #makeServer(): PuppetServer {
    return new PuppetServer({
      endpoint: `unix:${join(this.#folder, "socket")}`,
      puppet: this.account,
      token: this.token,
      ...(this.#tls === undefined ? {} : { tls: this.#tls }),
    });
  }
}

export interface GatewayOptions {
  token?: string;
  port?: number;
  tls?: { serverCert: string; serverKey: string };
}
