import type { Page } from "playwright-core";

/**
 * Runs in the page: the words of every visible element against the colour behind them, by WCAG 2.
 * Colours are painted on a canvas, because the browser may name them in any way.
 */
const measure = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colour, under) => {
    canvas.fillStyle = under; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let node = element; node !== null; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "white";
  };
  const faded = (element) => {
    for (let node = element; node !== null; node = node.parentElement)
      if (getComputedStyle(node).opacity !== "1") return true;
    return false;
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
    const field = element.matches("input[type=text], textarea");
    if (!(own || field) || !element.checkVisibility() || element.closest(".unseen")) continue;
    const style = getComputedStyle(element);
    const back = paint(behind(element), "white");
    const pairs = [["words", style.color]];
    if (field) pairs.push(["placeholder", getComputedStyle(element, "::placeholder").color]);
    for (const [what, colour] of pairs) {
      const front = paint(colour, "rgb(" + back + ")");
      const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
      found.push({ what: what + " of " + element.tagName + "." + element.className + " " + element.textContent.slice(0, 12), ratio: faded(element) ? 0 : (high + 0.05) / (low + 0.05), size: parseFloat(style.fontSize) });
    }
  }
  return found;
})()`;

/** What is written on the page, how well it stands out, and how large it is in px. */
export const words = (page: Page): Promise<{ what: string; ratio: number; size: number }[]> =>
  page.evaluate<{ what: string; ratio: number; size: number }[]>(measure);
