import { GoogleError } from "./errors";

/**
 * Notifications leave the sandbox for this machine only, so that no test or demo knocks at a stranger's door. To a
 * client any other address looks like one whose domain nobody has verified. 400 for what is no web address.
 */
export function assertCallbackAddress(text: string | undefined): string {
  const address = URL.parse(text ?? "");
  if (address === null || !["http:", "https:"].includes(address.protocol))
    throw new GoogleError(400, "push.webhookUrlNotHttps", `WebHook callback must be HTTPS: ${text ?? ""}`);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(address.hostname))
    throw new GoogleError(
      401,
      "push.webhookUrlUnauthorized",
      `Unauthorized WebHook callback channel: ${text}`,
    );
  return address.href;
}
