import type { ChannelName } from "../../channels/channel.ts";
import type { Unlisted } from "./list.ts";
import type { AccessList, ListedUnit } from "./shape.ts";

/** The units of a list by who is on it: a province has ten thousand of them, and every message asks twice. */
export class Units {
  readonly #list: AccessList;
  /** Places in the list, by person or group. */
  readonly #places = new Map<string, number[]>();

  constructor(list: AccessList) {
    this.#list = list;
    for (const [place, { people, groups }] of list.units.entries()) {
      for (const { channel, id } of people) this.#put(keyOf("person", channel, id), place);
      for (const { channel, id } of groups) this.#put(keyOf("group", channel, id), place);
    }
  }

  /** In the order of the list, also those that list everybody. */
  ofPerson(channel: ChannelName, id: string): readonly ListedUnit[] {
    return this.#at([...this.#of("person", channel, id), ...this.#of("person", channel, "*")]);
  }

  ofGroup(channel: ChannelName, id: string): readonly ListedUnit[] {
    return this.#at(this.#of("group", channel, id));
  }

  /** Whether some unit lists it. */
  lists({ channel, kind, id }: Unlisted): boolean {
    return (
      this.#of(kind, channel, id).length > 0 || (kind === "person" && this.#of(kind, channel, "*").length > 0)
    );
  }

  #of(...key: Parameters<typeof keyOf>): readonly number[] {
    return this.#places.get(keyOf(...key)) ?? [];
  }

  #put(key: string, place: number): void {
    const places = this.#places.get(key);
    if (places === undefined) this.#places.set(key, [place]);
    else if (places.at(-1) !== place) places.push(place);
  }

  #at(places: readonly number[]): readonly ListedUnit[] {
    const inOrder = [...new Set(places)].sort((one, other) => one - other);
    return inOrder.flatMap((place) => this.#list.units[place] ?? []);
  }
}

const keyOf = (kind: Unlisted["kind"], channel: ChannelName, id: string): string =>
  JSON.stringify([kind, channel, id]);
