import type { Check, Location, SideField, SideShape } from "@/lib/connectors/connector";
import { counted } from "@/lib/format/count";

/** Problems that are about telling rows apart; all others keep the place from being read as it stands. */
const KEY_PROBLEMS: ReadonlySet<string> = new Set(["no-key", "key-not-unique"]);

/** The check list's lines of a place that was chosen: can it be read, told apart, how much is there, may it be edited. */
export function placeChecks(
  { mayEdit }: Pick<Location, "mayEdit">,
  { fields, rowCount, problems }: SideShape,
): readonly Check[] {
  const others = problems.filter(({ code }) => !KEY_PROBLEMS.has(code));
  return [
    ...(others.length === 0
      ? [line("can-read", true, `${counted(fields.length, "field")} found.`)]
      : others.map(({ message, remedy }) => line("can-read", false, message, remedy))),
    keyCheck(fields, problems),
    rowCount === null
      ? line("rows-seen", null, "How many there are shows with the first read.")
      : line("rows-seen", true, `${counted(rowCount, "row")} seen.`),
    writeCheck(fields, mayEdit),
  ];
}

const line = (
  name: Check["name"],
  ok: Check["ok"],
  message: string,
  remedy: string | null = null,
): Check => ({
  name,
  ok,
  message,
  remedy,
});

function keyCheck(fields: readonly SideField[], problems: SideShape["problems"]): Check {
  const problem = problems.find(({ code }) => KEY_PROBLEMS.has(code));
  if (problem) return line("key-found", false, problem.message, problem.remedy);
  const parts = fields.filter(({ keyPart }) => keyPart).map(({ name }) => name);
  if (parts.length > 0) return line("key-found", true, `Kept unique by the system: ${parts.join(", ")}.`);
  return line(
    "key-found",
    null,
    "The system keeps no field unique here.",
    "Choose as the key, with the mapping, a field that is filled and different in every row.",
  );
}

function writeCheck(fields: readonly SideField[], mayEdit: boolean | undefined): Check {
  const name = "can-write";
  if (mayEdit === false)
    return line(
      name,
      false,
      "It may be viewed only.",
      "Have its owner make the connected account an Editor, or map all fields for reading only.",
    );
  const writable = fields.filter(({ writable: may }) => may).length;
  const message = `${writable} of ${counted(fields.length, "field")} can be written`;
  if (writable > 0 && mayEdit) return line(name, true, `${message}.`);
  if (writable > 0)
    return line(name, null, `${message}, if the connection may: that shows with the first write.`);
  if (fields.length === 0) return line(name, null, "It has no columns yet.", "They can be made in Map.");
  const [first] = fields.flatMap(({ readOnlyReason }) => readOnlyReason ?? []);
  return line(
    name,
    false,
    `No field can be written. ${first ?? ""}`.trimEnd(),
    "Let the connected account write the fields, or map all of them for reading only.",
  );
}
