import type { InboundFile } from "../channel.ts";

interface Named {
  name: string;
  ref: string;
}

/** Files sent into groups lately, by their names: a message that mentions us and names one, quoting it or not, means it. */
export class RoomFiles {
  readonly #rooms = new Map<string, Named[]>();

  /** Keeps the last files of a room, and the rooms where something was sent lately. */
  keep(room: string, file: Named): void {
    const others = (this.#rooms.get(room) ?? []).filter(({ name }) => name !== file.name);
    this.#rooms.delete(room);
    this.#rooms.set(room, [file, ...others].slice(0, 30));
    const [oldest] = this.#rooms.keys();
    if (this.#rooms.size > 300 && oldest !== undefined) this.#rooms.delete(oldest);
  }

  /** The files a text names; of the same name the last one. */
  namedIn(room: string, text: string): InboundFile[] {
    const found: InboundFile[] = [];
    let rest = text;
    const byLength = [...(this.#rooms.get(room) ?? [])].sort((a, b) => b.name.length - a.name.length);
    for (const { name, ref } of byLength) {
      if (!rest.includes(name)) continue;
      found.push({ name, ref });
      // A short name within a long one is not named by it.
      rest = rest.replaceAll(name, "\n");
    }
    return found;
  }
}
