/** Google's own dialog in which a person picks spreadsheets: where its script is, and who we say that we are. */
export interface PickerPlace {
  readonly scriptUrl: string;
  /** The Cloud project's number, without which what is picked is not opened to us; null = our client's id does not tell. */
  readonly appId: string | null;
}

/** `apiUrl` serves the script too; absent = Google. A client's id begins with its project's number. */
export function pickerPlace(clientId: string, apiUrl: string | undefined): PickerPlace {
  const base = apiUrl?.replace(/\/+$/, "") ?? "https://apis.google.com";
  return { scriptUrl: `${base}/js/api.js`, appId: /^(\d+)[-.]/.exec(clientId)?.[1] ?? null };
}
