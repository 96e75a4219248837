import { Inngest } from "inngest";

/** Reads INNGEST_BASE_URL, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY itself; always in cloud mode, so always signed. */
export const inngest = new Inngest({ id: "chittysync", isDev: false, checkpointing: false });
