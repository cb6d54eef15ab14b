/** Parts of multipart/form-data by name. The SDK sends files without a file name, which undici's parser refuses. */
export function partsOf(body: Buffer, contentType: string): Map<string, Buffer> {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? "";
  const mark = Buffer.from(`--${boundary}`);
  const parts = new Map<string, Buffer>();
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length + 2;
    const next = body.indexOf(mark, start);
    const head = body.indexOf("\r\n\r\n", start);
    if (next < 0 || head < 0) break;
    const name = /name="([^"]*)"/.exec(body.subarray(start, head).toString("utf8"))?.[1];
    if (name !== undefined) parts.set(name, body.subarray(head + 4, next - 2));
    at = next;
  }
  return parts;
}
