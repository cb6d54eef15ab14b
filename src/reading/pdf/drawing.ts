import { linesOfPath, type Fill, type Segment } from "./path.ts";

/** What a page draws, in points from its upper left corner. */
export interface Drawing {
  width: number;
  height: number;
  glyphs: Glyph[];
  segments: Segment[];
  fills: Fill[];
}

/** One character where it stands: `x` to `right` on the baseline `y`; `size` of the font in points. */
export interface Glyph {
  text: string;
  x: number;
  right: number;
  y: number;
  size: number;
  font: string;
  code: number;
}

type Matrix = readonly number[];
const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
const times = (outer: Matrix, inner: Matrix): Matrix => {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
};

/** The state of a page's drawing that save and restore keep. */
interface State {
  matrix: Matrix;
  font: string;
  size: number;
  charSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
  mode: number;
}

interface Shown {
  unicode: string;
  width: number;
  isSpace: boolean;
  originalCharCode: number;
  vmetric?: readonly number[] | null;
}
interface Font {
  vertical?: boolean;
  fontMatrix?: readonly number[];
  defaultVMetrics?: readonly number[];
}
export interface Sheet {
  width: number;
  height: number;
  /** From the page's own units to points from its upper left corner. */
  transform: readonly number[];
  /** A font by its name: an object, a message where it could not be loaded, undefined where it is not known. */
  font: (id: string) => unknown;
}
interface Operators {
  fnArray: readonly number[];
  argsArray: readonly unknown[];
}

const maxGlyphs = 60_000;
const maxSegments = 60_000;
const invisible = 3;

/** Follows the operators of a page and notes the characters and lines it draws. */
export function drawingOf(list: Operators, ops: Readonly<Record<string, number>>, sheet: Sheet): Drawing {
  const drawing: Drawing = { width: sheet.width, height: sheet.height, glyphs: [], segments: [], fills: [] };
  const turned: Glyph[][] = [[], [], [], []];
  let state: State = {
    matrix: sheet.transform, font: "", size: 0, charSpacing: 0, wordSpacing: 0, scale: 1, leading: 0, rise: 0, mode: 0,
  }; // prettier-ignore
  const kept: State[] = [];
  let text: Matrix = identity;
  let at = { x: 0, y: 0, lineX: 0, lineY: 0 };

  const move = (x: number, y: number): void => {
    at = { x: at.lineX + x, y: at.lineY + y, lineX: at.lineX + x, lineY: at.lineY + y };
  };
  const save = (): void => void (kept.length < 10_000 && kept.push({ ...state }));
  const restore = (): void => void (state = kept.pop() ?? state);

  const show = (items: readonly (Shown | number)[]): void => {
    const known = sheet.font(state.font);
    const font: Font = typeof known === "object" && known !== null ? known : {};
    const matrix = times(state.matrix, text);
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
    const unit = state.size * (font.fontMatrix?.[0] ?? 0.001);
    const point = (x: number, y: number) => ({ x: a * x + c * y + e, y: b * x + d * y + f });
    const size = Math.abs(unit) * 1000 * Math.hypot(c, d);
    const turn = Math.round(Math.atan2(b, a) / (Math.PI / 2));
    const straight = Math.abs(Math.atan2(b, a) - (turn * Math.PI) / 2) < 0.05;
    const into = turned[(turn + 4) % 4];
    let along = 0;
    const note = (
      character: string,
      code: number,
      from: number,
      to: number,
      vertical?: readonly number[],
    ): void => {
      if (into === undefined || !straight || state.mode === invisible || drawing.glyphs.length > maxGlyphs)
        return;
      const shift = vertical === undefined ? 0 : -(vertical[1] ?? 500) * unit;
      const down = vertical === undefined ? 0 : from - (vertical[2] ?? 880) * unit;
      const x = at.x + (vertical === undefined ? from : shift) * state.scale;
      const start = point(x, at.y + state.rise + down);
      const end = point(
        vertical === undefined ? at.x + to * state.scale : x + 1000 * unit,
        at.y + state.rise + down,
      );
      into.push({ text: character, code, font: state.font, size, ...flat(turn, start, end) });
    };
    // A font that could not be loaded has lost its characters: that something stood here must not be lost too.
    if (items.length === 0 && (typeof known === "string" || known === undefined))
      note("\uFFFD", 0, 0, 1000 * unit);
    for (const item of items) {
      if (typeof item === "number") {
        along += (font.vertical === true ? 1 : -1) * (item / 1000) * state.size;
        continue;
      }
      const extra = state.charSpacing + (item.isSpace ? state.wordSpacing : 0);
      if (font.vertical === true) {
        const metric = item.vmetric ?? font.defaultVMetrics ?? [-1000, item.width / 2, 880];
        const step = (metric[0] ?? -1000) * unit;
        note(item.unicode, item.originalCharCode, along, along, metric);
        along += step - extra;
        continue;
      }
      const width = item.width * unit;
      note(item.unicode, item.originalCharCode, along, along + width);
      along += width + extra;
    }
    if (font.vertical === true) at.y += along;
    else at.x += along * state.scale;
  };

  for (const [index, op] of list.fnArray.entries()) {
    const args = (list.argsArray[index] ?? []) as readonly unknown[];
    const value = args[0] as number;
    switch (op) {
      case ops.save:
      case ops.beginGroup: save(); break; // prettier-ignore
      case ops.restore:
      case ops.endGroup:
      case ops.paintFormXObjectEnd:
      case ops.endAnnotation: restore(); break; // prettier-ignore
      case ops.transform: state.matrix = times(state.matrix, args as Matrix); break; // prettier-ignore
      case ops.paintFormXObjectBegin:
        save();
        state.matrix = times(state.matrix, matrixOf(args[0]));
        break;
      case ops.beginAnnotation:
        save();
        state.matrix = times(times(sheet.transform, matrixOf(args[2])), matrixOf(args[3]));
        break;
      case ops.setFont: state.font = String(args[0]); state.size = Number(args[1]); break; // prettier-ignore
      case ops.setCharSpacing: state.charSpacing = value; break; // prettier-ignore
      case ops.setWordSpacing: state.wordSpacing = value; break; // prettier-ignore
      case ops.setHScale: state.scale = value / 100; break; // prettier-ignore
      case ops.setLeading: state.leading = -value; break; // prettier-ignore
      case ops.setTextRise: state.rise = value; break; // prettier-ignore
      case ops.setTextRenderingMode: state.mode = value; break; // prettier-ignore
      case ops.beginText:
        text = identity;
        at = { x: 0, y: 0, lineX: 0, lineY: 0 };
        break;
      case ops.setTextMatrix:
        text = matrixOf(args[0]);
        at = { x: 0, y: 0, lineX: 0, lineY: 0 };
        break;
      case ops.moveText: move(value, args[1] as number); break; // prettier-ignore
      case ops.setLeadingMoveText:
        state.leading = args[1] as number;
        move(value, args[1] as number);
        break;
      case ops.nextLine: move(0, state.leading); break; // prettier-ignore
      case ops.showText: show(args[0] as readonly (Shown | number)[]); break; // prettier-ignore
      case ops.constructPath:
        if (drawing.segments.length < maxSegments) linesOfPath(args, ops, state.matrix, drawing);
        break;
    }
  }
  return upright(drawing, turned);
}

const matrixOf = (value: unknown): Matrix =>
  value !== null && typeof value === "object" && "length" in value
    ? Array.from(value as ArrayLike<number>)
    : identity;

/** Where a glyph of a run turned by quarters stands once the page is turned the way it is to be read. */
function flat(turn: number, start: { x: number; y: number }, end: { x: number; y: number }) {
  if (turn % 2 === 0) {
    const sign = turn === 0 ? 1 : -1;
    return { x: sign * start.x, right: sign * end.x, y: sign * start.y };
  }
  const sign = turn === 1 ? 1 : -1;
  return { x: sign * start.y, right: sign * end.y, y: -sign * start.x };
}

/** The page turned so that most of its text is upright; text that is not is left out. */
function upright(drawing: Drawing, turned: readonly Glyph[][]): Drawing {
  const most = turned.reduce(
    (best, { length }, turn) => (length > (turned[best]?.length ?? 0) ? turn : best),
    0,
  );
  drawing.glyphs = turned[most] ?? [];
  if (most === 0) return drawing;
  const moved = (x: number, y: number) => {
    if (most === 2) return { x: -x, y: -y };
    return most === 1 ? { x: y, y: -x } : { x: -y, y: x };
  };
  drawing.segments = drawing.segments.map(({ x1, y1, x2, y2 }) => {
    const [from, to] = [moved(x1, y1), moved(x2, y2)];
    return {
      x1: Math.min(from.x, to.x), y1: Math.min(from.y, to.y), x2: Math.max(from.x, to.x), y2: Math.max(from.y, to.y),
    }; // prettier-ignore
  });
  drawing.fills = [];
  if (most !== 2) [drawing.width, drawing.height] = [drawing.height, drawing.width];
  return drawing;
}
