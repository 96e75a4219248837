import { type JsonObject, textAt } from "./body-check";
import { accessCommands } from "./control-access";
import { rowLifeCommands } from "./control-row-life";
import { rowCommands } from "./control-rows";
import { schemaCommands } from "./control-schema";
import { webhookCommands } from "./control-webhooks";
import type { Command, Desk } from "./desk";
import { invalid } from "./failure";
import { DEFAULT_SETTINGS, type NotionSettings } from "./settings";

const machineCommands: Readonly<Record<string, Command>> = {
  "set-limits": ({ world, windows }, input) => {
    const { workspace } = world.state;
    const known = world.settings();
    for (const [name, value] of Object.entries(input)) {
      if (!Object.hasOwn(known, name)) throw invalid(`There is no setting ${name}.`);
      const kind = typeof DEFAULT_SETTINGS[name as keyof NotionSettings];
      const isOptional = DEFAULT_SETTINGS[name as keyof NotionSettings] === null;
      if (isOptional ? value !== null && typeof value !== "number" : typeof value !== kind)
        throw invalid(`${name} is a ${isOptional ? "number or null" : kind}.`);
    }
    world.state.putWorkspace({ ...workspace, limits: { ...workspace.limits, ...input } });
    windows.forget();
    world.state.revision++;
    return world.state.workspace.limits;
  },
  "invalidate-cursors": ({ world }) => {
    const { workspace } = world.state;
    world.state.putWorkspace({ ...workspace, cursorEpoch: workspace.cursorEpoch + 1 });
  },
  fault: ({ faults }, input) => faults.add(input),
  "clear-faults": ({ faults }) => faults.clear(),
  "pending-faults": ({ faults }) => faults.pending,
  schedule: ({ schedule }, input) => {
    const command = textAt(input.command, "command");
    if (!Object.hasOwn(COMMANDS, command) || command === "schedule")
      throw invalid(`There is no command ${command} to schedule.`);
    try {
      schedule.add(input);
    } catch (error) {
      throw invalid(error instanceof Error ? error.message : "This cannot be scheduled.");
    }
  },
  "clear-schedule": ({ schedule }) => schedule.clear(),
  "schedule-status": ({ schedule }) => schedule.status,
  counts: ({ tally }) => tally.counts(),
  "reset-counts": ({ tally }) => tally.reset(),
};

const COMMANDS: Readonly<Record<string, Command>> = {
  ...machineCommands,
  ...accessCommands,
  ...schemaCommands,
  ...rowCommands,
  ...rowLifeCommands,
  ...webhookCommands,
};

/**
 * The hands of a person (and of a test) in the pretended workspace. Pages, data sources and properties are
 * named by id, properties also by name.
 *
 * | command | input | answer |
 * | ------- | ----- | ------ |
 * | create-workspace-token | capabilities? (read, update, insert, users, emails), name? | token, connectionId |
 * | revoke-token | token | |
 * | block-connection, unblock-connection | connectionId | |
 * | withdraw-consent, expire-tokens | | ends what was agreed to on the consent page, or its access tokens alone |
 * | list-users, add-user | ; name, email, guest? | users, each with whether it is the owner, whose hands these are; userId |
 * | share, unshare | dataSourceId and how? (table, rows), or pageIds; connectionId? | |
 * | create-database | title, properties (name to type or API config), parentPage? | databaseId, dataSourceId |
 * | list-tables | | tables with ids, title, row count, properties, shared |
 * | add-property | dataSourceId, name, type (any, known or not), config? | propertyId |
 * | rename-property, remove-property | dataSourceId, property, name | |
 * | rename-option, delete-option | dataSourceId, property, option, name (rename) | |
 * | change-property-type | dataSourceId, property, type, config? | |
 * | trash-database, restore-database | databaseId | |
 * | rows | dataSourceId, search?, limit?, offset?, inTrash? | total, rows with pageId and cell texts |
 * | create-row | dataSourceId, values | pageId |
 * | create-rows | dataSourceId, rows, createdAt? (ISO or epoch ms) | pageIds |
 * | edit-cell | pageId, property, value | the row |
 * | trash, restore, purge, touch-body | pageIds | |
 * | move-rows | pageIds, dataSourceId | |
 * | duplicate-row | pageId | pageId |
 * | lag-rows | pageIds, ms: how late the index sees their next changes | |
 * | set-limits | any of perMinute, queryCap, indexLagMs, blockLimit, schemaMaxBytes, trashBumpsEdited ... | limits |
 * | invalidate-cursors | | |
 * | fault | match {method?, path?}, kind, times?, afterRequests?, probability?, seed?, retryAfter?, reason?, delayMs? | |
 * | clear-faults, pending-faults | | count |
 * | schedule | command, input?, match {method?, path?}, nth?, when? (before, after the request's effect) | |
 * | clear-schedule, schedule-status | | ; pending, failed |
 * | make-subscription | connectionId or token, url (of this machine), events?, apiVersion? | subscriptionId, answered |
 * | confirm-subscription | subscriptionId, verificationToken | |
 * | change-, pause-, resume-, delete-subscription | subscriptionId, events (change) | |
 * | list-subscriptions | | all, without their tokens |
 * | flush-webhooks | all? (ends every window and waits for nothing) | delivered, failed, lost, givenUp, waiting |
 * | counts, reset-counts | | requests by "METHOD pattern", writes that succeeded, total |
 *
 * Throws with a readable message where the input makes no sense.
 */
export function runCommand(desk: Desk, command: string, input: JsonObject): unknown {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run === undefined) throw invalid(`There is no command ${textAt(command, "command")}.`);
  return run(desk, input);
}
