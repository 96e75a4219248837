/** Field names and kinds of what a client may send to Drive. Names of the public API. */
export const DRIVE_SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Channel: {
    kind: "string",
    id: "string",
    resourceId: "string",
    resourceUri: "string",
    token: "string",
    // A 64-bit number, which JSON may write as a text or as a number.
    expiration: "any",
    type: "string",
    address: "string",
    payload: "bool",
    params: "object",
  },
  File: {
    id: "string",
    name: "string",
    mimeType: "string",
    description: "string",
    starred: "bool",
    trashed: "bool",
    parents: "[]string",
    properties: "object",
    appProperties: "object",
    writersCanShare: "bool",
    copyRequiresWriterPermission: "bool",
    modifiedTime: "string",
    viewedByMeTime: "string",
  },
};
