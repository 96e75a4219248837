/** Before a verb or at the end a slash means nothing: clients that join addresses ask for `/<id>/:batchUpdate`. */
export function withoutIdleSlash(url: URL): URL {
  const plain = new URL(url);
  plain.pathname = url.pathname.replace(/^(\/v4\/spreadsheets\/[^/]+)\/(?=$|:)/, "$1");
  return plain;
}
