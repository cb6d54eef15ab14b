import type { Message } from "./endpoint/client.ts";
import { Fault } from "./endpoint/fault.ts";
import type { Job } from "./job.ts";
import type { Masking } from "./masking.ts";
import { prose } from "./spoken.ts";

/** Prose as it comes: gathered, unmasked, and judged when it ends. */
interface Saying {
  add(piece: string): void;
  /** Nothing came at all. */
  empty(): boolean;
  /** The whole text; a Fault where it is cut off, empty or not Chinese. */
  done(finish: string): string;
}

/** Longer prose is not ours. In characters. */
const longest = 20_000;
const placeholder = /〔(?:人|邮箱|证件|卡号|电话|账号|车牌|号码|地址)\d+〕/g;

function openSaying(masking: Masking, sent: readonly Message[], onText?: (soFar: string) => void): Saying {
  let raw = "";
  let shown = "";
  const known = new Set(sent.flatMap(({ content }) => content.match(placeholder) ?? []));
  return {
    add(piece) {
      raw += piece;
      if (raw.length > longest) throw new Fault("broken", "too-much");
      if (onText === undefined || piece === "") return;
      // A placeholder, or a tag, that is not all there yet waits for the rest.
      const text = masking.unmask(prose(raw.replace(/(?:[〔【[][^〕】\]]{0,8}|<[^>]{0,12})$/, "")));
      if (text === "" || text === shown) return;
      shown = text;
      onText(text);
    },
    empty: () => raw === "",
    done(finish) {
      if (finish === "content_filter") throw new Fault("refused", "filtered");
      if (finish !== "stop") throw new Fault("broken", "half");
      const said = prose(raw);
      if (said === "") throw new Fault("broken", "empty");
      if (!isChinese(said)) throw new Fault("broken", "not-chinese");
      // Somebody nobody spoke of.
      if ((said.match(placeholder) ?? []).some((one) => !known.has(one))) throw new Fault("broken", "nobody");
      return masking.unmask(said);
    },
  };
}

/** Letters of other scripts are the smaller part. */
function isChinese(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const others = text.match(/\p{L}+/gu)?.filter((word) => !/\p{Script=Han}/u.test(word)).length ?? 0;
  return han > others;
}

/** Prose, streamed where the endpoint streams. */
export async function written(
  { client, call, masking, messages }: Job,
  onText?: (soFar: string) => void,
): Promise<string> {
  const saying = openSaying(masking, messages, onText);
  const streamed = call.tried(async () => {
    let last = "";
    for await (const { piece, finish } of client.stream({ messages }, call.signal)) {
      saying.add(piece);
      last = finish === "" ? last : finish;
    }
    return last;
  });
  const finish = await streamed.catch((error: unknown) => {
    const fault = call.faultOf(error);
    if (!fault.form) throw fault;
    return "";
  });
  if (finish !== "" || !saying.empty()) return saying.done(finish);
  // It does not stream.
  const whole = await call.tried(() => client.complete({ messages }, call.signal));
  saying.add(whole.content);
  return saying.done(whole.finish);
}
