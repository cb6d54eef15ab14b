import type { z } from "zod";
import type { Message, Said } from "./endpoint/client.ts";
import { Fault } from "./endpoint/fault.ts";
import { bodyIn, type Mode } from "./endpoint/modes.ts";
import type { Job } from "./job.ts";
import type { Masking } from "./masking.ts";
import { fit, shapeOf, type Fit, type Shape } from "./shape.ts";
import { valuesIn } from "./spoken.ts";

/** A longer answer is not read. In characters. */
const longest = 200_000;

/** An answer of the shape: asked, repaired once, else a Fault. */
export async function structured<T>(job: Job, schema: z.ZodType<T>): Promise<T> {
  const shape = shapeOf(schema);
  const { memory, masking, messages } = job;
  const first = await asked(job, shape, messages);
  const read = readAs(schema, shape, first.said, masking);
  if (read.fits) {
    memory.prove(first.mode);
    return read.value;
  }
  // It took the form and did not keep to it: an endpoint that does not enforce it is told the shape in words.
  if (read.shapeless && !memory.abilities.proven) memory.next(first.mode);
  if (!job.call.affords()) throw new Fault("broken", "unfit");
  const { content } = first.said;
  job.repairs = [
    // Some refuse an empty message.
    ...(content.trim() === "" ? [] : [{ role: "assistant", content: masking.mask(content.slice(0, 4000)) } as const]), // prettier-ignore
    {
      role: "user",
      content: `上面的回答不合要求：${masking.mask(read.why)}。请重新给出完整的 JSON 答案，不要解释。`,
    },
  ];
  const second = await asked(job, shape, [...messages, ...job.repairs]);
  const repaired = readAs(schema, shape, second.said, masking);
  if (!repaired.fits) throw new Fault("broken", "unfit");
  memory.prove(second.mode);
  return repaired.value;
}

/** Asks in the mode the endpoint is known to take, and finds it out where it is not. */
async function asked(
  job: Job,
  shape: Shape,
  messages: readonly Message[],
): Promise<{ mode: Mode; said: Said }> {
  const { client, call, masking, memory } = job;
  const json = shapeOfMasked(shape, masking);
  const before = { ...memory.abilities };
  for (;;) {
    const { mode, temperature } = memory.abilities;
    const body = { ...bodyIn(mode, json, messages), ...(temperature ? { temperature: 0 } : {}) };
    try {
      const said = await call.tried(() => client.complete(body, call.signal));
      job.tokens += said.tokens;
      return { mode, said };
    } catch (error) {
      const fault = call.faultOf(error);
      if (!fault.form) throw fault;
      if (fault.temperature && temperature) memory.withoutTemperature();
      else if (!memory.next(mode)) {
        // Refused in every form: the form is not what it minds.
        memory.restore(before);
        throw fault;
      }
    }
  }
}

/** A choice in a schema may be a name too. */
function shapeOfMasked({ json }: Shape, masking: Masking): Shape["json"] {
  const out: unknown = JSON.parse(masking.mask(JSON.stringify(json)));
  return typeof out === "object" && out !== null ? { ...out } : json;
}

function readAs<T>(schema: z.ZodType<T>, shape: Shape, { content, finish }: Said, masking: Masking): Fit<T> {
  if (finish === "content_filter") throw new Fault("refused", "filtered");
  if (content.length > longest) throw new Fault("broken", "too-much");
  const tries = valuesIn(content).map((value) => fit(schema, shape, unmasked(value, masking)));
  const nothing: Fit<T> = { fits: false, why: "没有完整的 JSON", shapeless: true };
  return tries.find(({ fits }) => fits) ?? tries[0] ?? nothing;
}

/** No schema of ours goes as deep. */
const deepest = 50;

/** Every string of an answer with its values back. */
function unmasked(value: unknown, masking: Masking, depth = 0): unknown {
  if (typeof value === "string") return masking.unmask(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((one) => unmasked(one, masking, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, unmasked(one, masking, depth + 1)]),
  );
}
