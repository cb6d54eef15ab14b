import { narrow, visible } from "../language/width.ts";
import { readCommand } from "./commands.ts";
import type { Command, Heard, Understanding } from "./command.ts";
import { readFigures } from "./figures.ts";

/** Words → commands, by grammar alone: pure, never guesses; what is not read is given back. */
export function understand(heard: Heard): Understanding {
  const text = visible(heard.say);
  const plain = narrow(text);
  const command = readCommand(plain, heard);
  if (command !== null) return { commands: [command], doubts: [], unread: [], aside: [] };
  const { reading, unread, aside } = readFigures(plain, text, heard);
  const commands: Command[] = [];
  if (reading.cells.size > 0)
    commands.push({ do: "set", cells: Object.fromEntries(reading.cells), correction: reading.correction });
  if (reading.zeros.size > 0) commands.push({ do: "zero", under: [...reading.zeros] });
  return { commands, doubts: reading.doubts, unread, aside };
}
