import { normaliseSet } from "./canonical";
import type { SideRules } from "./row";
import type { Value } from "./value";

/** A side's edit of a set: what it shows now, and what it had acknowledged (undefined = never). */
export interface SetChange {
  readonly side: SideRules;
  readonly shown: Value;
  readonly acknowledged: Value | undefined;
}

/**
 * Applies every side's additions and removals to the base. Each side's are taken against what that side had
 * acknowledged, so an edit made on an older set merges as well. If one side adds what another removes (only
 * possible between sides at different versions), the member stays.
 */
export function mergeSets(fieldId: string, base: Value, changes: readonly SetChange[]): Value {
  const members = new Set(membersOf(base));
  const added = new Set<string>();
  for (const change of changes) {
    for (const member of removals(fieldId, change)) members.delete(member);
    for (const member of additions(fieldId, change)) added.add(member);
  }
  for (const member of added) members.add(member);
  return normaliseSet([...members]);
}

function additions(fieldId: string, change: SetChange): readonly string[] {
  const held = new Set(imageOf(fieldId, change, membersOf(change.acknowledged)));
  return membersOf(change.shown).filter((member) => !held.has(member));
}

/** A member is removed only if the side could show it and shows nothing of it. */
function removals(fieldId: string, change: SetChange): readonly string[] {
  const shown = new Set(membersOf(change.shown));
  return membersOf(change.acknowledged).filter((member) => {
    if (shown.has(member)) return false;
    const image = imageOf(fieldId, change, [member]);
    return image.length > 0 && !image.some((part) => shown.has(part));
  });
}

function imageOf(fieldId: string, change: SetChange, members: readonly string[]): readonly string[] {
  if (members.length === 0) return [];
  const projected = change.side.project(fieldId, members);
  return projected.ok ? membersOf(projected.value) : [];
}

function membersOf(value: Value | undefined): readonly string[] {
  return isSet(value) ? value : [];
}

export function isSet(value: Value | undefined): value is readonly string[] {
  return Array.isArray(value);
}
