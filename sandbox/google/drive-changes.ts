import { DRIVE_READ, visibleInDrive } from "./access";
import type { LoggedChange } from "./change-log";
import { type ChannelInput, channelOf, channelView } from "./channel";
import { fileOf, fileView } from "./drive-file";
import { GoogleError } from "./errors";
import type { Call, Method } from "./methods";

const ALL_DRIVES = {
  driveId: "string",
  teamDriveId: "string",
  supportsAllDrives: "bool",
  supportsTeamDrives: "bool",
};

const LIST_QUERY = {
  ...ALL_DRIVES,
  pageToken: "string",
  pageSize: "int",
  includeRemoved: "bool",
  restrictToMyDrive: "bool",
  spaces: "string",
  includeCorpusRemovals: "bool",
  includeItemsFromAllDrives: "bool",
  includeTeamDriveItems: "bool",
  includeLabels: "string",
  includePermissionsForView: "string",
};

const getStartPageToken: Method = {
  id: "drive.changes.getStartPageToken",
  verb: "GET",
  path: /^\/drive\/v3\/changes\/startPageToken$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: ALL_DRIVES,
  run: ({ world, mask }) =>
    mask.pick({ kind: "drive#startPageToken", startPageToken: String(world.changes.next) }),
};

const list: Method = {
  id: "drive.changes.list",
  verb: "GET",
  path: /^\/drive\/v3\/changes$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: LIST_QUERY,
  run(call) {
    const { world, query } = call;
    const token = tokenOf(call);
    const size = Math.min(Math.max(Number(query.get("pageSize") ?? 100), 1), 1000);
    const shown = world.changes.from(token).flatMap((one) => {
      const view = changeView(call, one);
      return view === undefined ? [] : [{ sequence: one.sequence, view }];
    });
    const after = shown[size];
    return call.mask.pick({
      kind: "drive#changeList",
      ...(after === undefined
        ? { newStartPageToken: String(world.changes.next) }
        : { nextPageToken: String(after.sequence) }),
      changes: shown.slice(0, size).map(({ view }) => view),
    });
  },
};

function tokenOf({ query, world }: Call): number {
  const text = query.get("pageToken");
  const place = [{ location: "pageToken", locationType: "parameter" }];
  if (text === null) throw new GoogleError(400, "required", "Required parameter: pageToken", place);
  const token = Number(text);
  if (!Number.isInteger(token) || token < 1 || token > world.changes.next)
    throw new GoogleError(400, "invalid", `Invalid Value: ${text}`, place);
  return token;
}

/** A change as the caller may see it: a file that is gone from their sight is removed, one never seen is nothing. */
function changeView(call: Call, change: LoggedChange): Record<string, unknown> | undefined {
  const { world, caller, query } = call;
  const book = world.library.get(change.fileId);
  const common = {
    kind: "drive#change",
    changeType: "file",
    type: "file",
    time: new Date(change.time).toISOString(),
    fileId: change.fileId,
  };
  if (visibleInDrive(book, caller)) {
    const file = fileView(call, book);
    const { kind, id, name, mimeType } = file;
    return { ...common, removed: false, file: call.masked ? file : { kind, id, name, mimeType } };
  }
  const wide = caller.scopes.some((scope) => /\/drive(\.readonly|\.metadata.*)?$/.test(scope));
  const knew = change.people.includes(caller.email) && (wide || change.projects.includes(caller.project));
  return knew && query.get("includeRemoved") !== "false" ? { ...common, removed: true } : undefined;
}

const API = "https://www.googleapis.com/drive/v3";

const watchFile: Method = {
  id: "drive.files.watch",
  verb: "POST",
  path: /^\/drive\/v3\/files\/([^/]+)\/watch$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: {
    ...ALL_DRIVES,
    acknowledgeAbuse: "bool",
    includeLabels: "string",
    includePermissionsForView: "string",
  },
  body: "Channel",
  run(call) {
    const { id } = fileOf(call, call.path[0] ?? "");
    return watch(call, { fileId: id, resourceUri: `${API}/files/${id}?alt=json` });
  },
};

const watchChanges: Method = {
  id: "drive.changes.watch",
  verb: "POST",
  path: /^\/drive\/v3\/changes\/watch$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: LIST_QUERY,
  body: "Channel",
  run(call) {
    const token = tokenOf(call);
    return watch(call, { resourceUri: `${API}/changes?alt=json&pageToken=${token}` });
  },
};

function watch(call: Call, on: { fileId?: string; resourceUri: string }): unknown {
  const { world, caller, mask } = call;
  const channel = channelOf(call.body as ChannelInput, on, { caller, now: world.clock.now() });
  world.channels.open(channel);
  world.keepPublishing();
  return mask.pick(channelView(channel));
}

const stop: Method = {
  id: "drive.channels.stop",
  verb: "POST",
  path: /^\/drive\/v3\/channels\/stop$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: {},
  body: "Channel",
  run({ world, caller, body }) {
    const { id = "", resourceId = "" } = body as { readonly id?: string; readonly resourceId?: string };
    world.channels.stop(id, resourceId, caller.project);
    return undefined;
  },
};

/** Drive's ways to learn of changes. */
export const CHANGE_METHODS: readonly Method[] = [getStartPageToken, list, watchFile, watchChanges, stop];
