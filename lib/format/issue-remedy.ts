const REMEDIES: Record<string, string> = {
  "duplicate-key":
    "Give each of these rows a key of its own, or delete all but one; the next run takes them up.",
  "empty-key": "Fill in the key of these rows; until then they are left as they are.",
  "unknown-option": "Add the option on that side, or change the value to one of its options.",
  "option-case": "Write the option exactly as the side has it, capitals included.",
  "option-comma": "Rename the option without a comma.",
  "option-too-long": "Shorten the option to 100 characters.",
  "option-empty": "Give the option a name.",
  "too-many-options": "Use fewer options in this cell.",
  "too-long": "Shorten the text, or leave this field out on that side.",
  "relation-pending": "Nothing to do if the row it points at is still to come; else correct the relation.",
  "relation-too-long": "Point at fewer rows from this cell.",
  unreadable: "Correct the value on that side so that it fits the field's type.",
  "unreadable-rows": "Check that the connection may read these rows.",
  protected: "Lift the protection of these cells for the connected account.",
  "read-only": "Map the field as read only on that side, or allow writing there.",
  "may-not-delete": "Delete the row there by hand, or allow deletes for this connection.",
  "row-taken": "Two registry rows claim this record; give one of them another key.",
  "status-empty": "Choose a status; Notion cannot hold an empty one.",
  "rule:required":
    "Fill in the value where it is missing. Until then the value agreed on before stays on the other sides.",
  "rule:options": "Choose one of the options, or add this one to the option set under Schemas.",
  "rule:lifecycle": "Go through the allowed steps one by one, or change the lifecycle in the schema.",
  "key-taken": "Give one of the two rows another key; until then this one keeps its old key.",
  "key-held":
    "Nothing, where the other row's record is gone: the next run takes this row up. Where it cannot be read, make it readable again.",
  "over-plan-limit":
    "Choose a larger plan, or delete rows that you no longer need; these rows are taken up by themselves once there is room.",
  "order-overtaken": "Look at the row as it is now, and decide again.",
};

const OF_A_RULE =
  "Correct the value where it is shown. Until then a change that breaks the rule reaches no other side, while the row's other changes go on; a value from before the rule stays as it is. If the rule is wrong, change it in the schema.";
const OF_A_WARNING =
  "Nothing is held back. Correct the value, or change the rule in the schema if it is wrong.";

/** How the cause of a group of issues is mended; every issue closes by itself once a run finds it gone. */
export function issueRemedy(reason: string, severity = "error"): string {
  if (severity === "warning") return OF_A_WARNING;
  if (reason.startsWith("rule:")) return REMEDIES[reason] ?? OF_A_RULE;
  return REMEDIES[reason] ?? "Correct these rows on that side; the next run looks at them again.";
}
