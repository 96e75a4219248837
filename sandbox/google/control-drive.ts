import type { Input } from "./control-input";
import type { World } from "./world";

type Command = (world: World, input: Input) => unknown;

/** {hold?, loss?, duplicates?, shuffle?, seed?}: how notifications go astray; `hold` keeps them for `deliver`. */
const setNotifications: Command = (world, { raw }) => {
  const share = (name: string): Record<string, number> => {
    const value = raw[name];
    if (value === undefined) return {};
    if (typeof value !== "number" || value < 0 || value > 1)
      throw new Error(`${name}: number from 0 to 1 expected`);
    return { [name]: value };
  };
  const flag = (name: string) => (raw[name] === undefined ? {} : { [name]: raw[name] === true });
  return world.channels.set({
    ...share("loss"),
    ...share("duplicates"),
    ...flag("hold"),
    ...flag("shuffle"),
    ...(typeof raw.seed === "number" ? { seed: raw.seed } : {}),
  });
};

/** Publishes what is old enough and sends every notification that is due. -> [{channelId, number, status}] */
const deliver: Command = (world) => {
  world.library.publishDue(world.settings.driveLagMs);
  return world.channels.deliver();
};

/** {spreadsheetId}: a person only looks at the file. Its changes name it although nothing changed. */
const view: Command = (world, input) => {
  const book = world.library.get(input.text("spreadsheetId"));
  if (book === undefined) throw new Error("spreadsheetId: no such spreadsheet");
  world.changes.record({ fileId: book.id, people: Object.keys(book.people), projects: book.projects });
};

export const DRIVE_COMMANDS: Readonly<Record<string, Command>> = {
  "set-notifications": setNotifications,
  "list-channels": (world) =>
    world.channels.list().map(({ id, resourceId, fileId, address, expiration }) => ({
      id,
      resourceId,
      fileId,
      address,
      expiration,
    })),
  deliver,
  view,
};
