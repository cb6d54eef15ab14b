import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  Paragraph,
  TextRun,
  type ICommentOptions,
  type IParagraphOptions,
  type ParagraphChild,
} from "docx";
import { fonts, type Face } from "./styles.ts";

const author = "年报助手";

/** The Word comments of one document, numbered as they are anchored. */
export class Comments {
  readonly list: ICommentOptions[] = [];
  readonly #date: Date;

  constructor(date: Date) {
    this.#date = date;
  }

  /** The first child of the commented text; `end` closes it. */
  start(remarks: readonly string[]): CommentRangeStart {
    const id = this.list.length;
    const children = remarks.map(
      (remark) => new Paragraph({ style: "CommentText", children: runs(remark, "table") }),
    );
    this.list.push({ id, author, initials: "年", date: this.#date, children });
    return new CommentRangeStart(id);
  }

  /** The last children of the text whose comment was started last. */
  end(): ParagraphChild[] {
    const id = this.list.length - 1;
    const reference = new TextRun({ style: "CommentReference", children: [new CommentReference(id)] });
    return [new CommentRangeEnd(id), reference];
  }

  /** The children with a comment around them, if there is something to remark. */
  around(children: ParagraphChild[], remarks: readonly string[]): ParagraphChild[] {
    if (remarks.length === 0) return children;
    return [this.start(remarks), ...children, ...this.end()];
  }
}

/** Fonts by script. The hint gives “”、— and … to the East Asian font: Latin quotation marks would be half as wide. */
const faces = Object.fromEntries(
  (["title", "heading", "lead", "body", "table"] as const).map((face) => [
    face,
    { ascii: fonts.latin, hAnsi: fonts.latin, eastAsia: fonts[face], cs: fonts.latin, hint: "eastAsia" },
  ]),
);

/** Text as runs in one face; \n is a line break. Size is that of the paragraph style unless given in half-points. */
export function runs(text: string, face: Face, halfPoints?: number): TextRun[] {
  return text.split("\n").map(
    (line, index) =>
      new TextRun({
        text: line,
        font: faces[face],
        ...(halfPoints === undefined ? {} : { size: halfPoints }),
        ...(index === 0 ? {} : { break: 1 }),
      }),
  );
}

export const paragraph = (style: string, children: ParagraphChild[], more?: IParagraphOptions): Paragraph =>
  new Paragraph({ style, children, ...more });
