/** The world failed: a disk, a network, a file, a peer. Told to the person in one sentence (`message`). */
export class OutsideError extends Error {
  override readonly name = "OutsideError";
  readonly where: string;
  readonly code: string;
  readonly retryable: boolean;

  constructor(
    message: string,
    detail: { where: string; code: string; retryable?: boolean; cause?: unknown },
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.where = detail.where;
    this.code = detail.code;
    this.retryable = detail.retryable ?? false;
  }
}
