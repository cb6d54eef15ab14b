/** A straight line along one of the axes, from the upper left to the lower right, in points. */
export interface Segment {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}
/** A filled rectangle that is no line: the ground of a cell. */
export type Fill = Segment;

/** Up to this thickness (points) a filled rectangle is a line. */
const thick = 3;
const slant = 0.6;
const [moveTo, lineTo, curveTo, quadraticTo, close] = [0, 1, 2, 3, 4];

interface Corner {
  x: number;
  y: number;
}

/** Adds what `constructPath` strokes or fills: lines along the axes, thin rectangles, and grounds. */
export function linesOfPath(
  args: readonly unknown[],
  ops: Readonly<Record<string, number>>,
  matrix: readonly number[],
  into: { segments: Segment[]; fills: Fill[] },
): void {
  const op = args[0];
  const strokes = [ops.stroke, ops.closeStroke, ops.fillStroke, ops.eoFillStroke, ops.closeFillStroke, ops.closeEOFillStroke].some((known) => known === op); // prettier-ignore
  const fills = op === ops.fill || op === ops.eoFill;
  if (!strokes && !fills) return;
  const [data] = (args[1] ?? []) as readonly (ArrayLike<number> | null)[];
  if (data === null || data === undefined) return;
  for (const corners of subpaths(data, matrix)) {
    if (strokes) {
      for (let index = 1; index < corners.length; index++)
        addLine(corners[index - 1], corners[index], into.segments);
    } else addRectangle(corners, into);
  }
}

/** The corners of each part of a path in points; a part with a curve is left out. */
function subpaths(data: ArrayLike<number>, matrix: readonly number[]): Corner[][] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
  const out: Corner[][] = [];
  let current: Corner[] = [];
  let curved = false;
  const end = (): void => {
    if (!curved && current.length > 1) out.push(current);
    [current, curved] = [[], false];
  };
  for (let at = 0; at < data.length;) {
    const kind = data[at];
    const [x = 0, y = 0] = [data[at + 1], data[at + 2]];
    const corner = { x: a * x + c * y + e, y: b * x + d * y + f };
    if (kind === moveTo) end();
    if (kind === moveTo || kind === lineTo) {
      current.push(corner);
      at += 3;
    } else if (kind === close) {
      const [first] = current;
      if (first !== undefined) current.push(first);
      at += 1;
    } else if (kind === curveTo || kind === quadraticTo) {
      curved = true;
      at += kind === curveTo ? 7 : 5;
    } else break;
  }
  end();
  return out;
}

function addLine(from: Corner | undefined, to: Corner | undefined, segments: Segment[]): void {
  if (from === undefined || to === undefined) return;
  const [across, down] = [Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
  if (Math.min(across, down) > slant || !Number.isFinite(across + down)) return;
  segments.push({
    x1: Math.min(from.x, to.x),
    y1: Math.min(from.y, to.y),
    x2: Math.max(from.x, to.x),
    y2: Math.max(from.y, to.y),
  });
}

/** A filled rectangle is a line when it is thin. */
function addRectangle(corners: readonly Corner[], into: { segments: Segment[]; fills: Fill[] }): void {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const box = { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const corner = ({ x, y }: Corner): boolean =>
    (near(x, box.x1) || near(x, box.x2)) && (near(y, box.y1) || near(y, box.y2));
  if (corners.length < 4 || corners.length > 6 || !corners.every(corner) || !Number.isFinite(width + height))
    return;
  if (Math.min(width, height) > thick) into.fills.push(box);
  else if (width >= height)
    into.segments.push({ ...box, y1: (box.y1 + box.y2) / 2, y2: (box.y1 + box.y2) / 2 });
  else into.segments.push({ ...box, x1: (box.x1 + box.x2) / 2, x2: (box.x1 + box.x2) / 2 });
}
const near = (one: number, other: number): boolean => Math.abs(one - other) < slant;
