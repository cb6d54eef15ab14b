/** How a client shows WeCom's markdown, near CommonMark: what a person reads, without the marks and without what cannot be seen. */
export function readMarkdown(content: string, names: ReadonlyMap<string, string> = new Map()): string {
  const lines = content.split("\n").map((line) => readLine(line.replace(/ +$/, ""), names));
  return lines.join("\n").replaceAll(/[\u200a\u200b]/g, "");
}

function readLine(line: string, names: ReadonlyMap<string, string>): string {
  const unmarked = line
    .replace(/^ {0,3}#{1,6} +/, "")
    .replace(/^ {0,3}(?:> ?)+/, "")
    .replace(/^ {0,3}[-+*] +/, "• ")
    .replace(/^ {0,3}(?:-{3,}|={3,}|\*{3,})$/, "────");
  return /^ {4}/.test(line) ? line.slice(4) : readInline(unmarked.trimStart(), names);
}

function readInline(text: string, names: ReadonlyMap<string, string>): string {
  const code: string[] = [];
  const kept = text.replaceAll(/(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, (_, _marks: string, inner: string) => {
    code.push(/^ .*[^ ].* $/.test(inner) ? inner.slice(1, -1) : inner);
    return `\u0000${code.length - 1}\u0000`;
  });
  return kept
    .replaceAll(/\\[[(](.*?)\\[\])]/g, "$1")
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1")
    .replaceAll(/<@([\w.@-]+)>/g, (_, id: string) => `@${names.get(id) ?? id}`)
    .replaceAll(/<\/?[a-z][^>]*>/gi, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\$(?=\S)([^$]*?\S)\$/g, "$1")
    .replaceAll(/(\*\*|__|~~|\*|_|~)(?=[^\s*_~])(.*?[^\s*_~])\1/gu, "$2")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\u0000(\d+)\u0000/g, (_, index: string) => code[Number(index)] ?? "");
}
