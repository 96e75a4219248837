import { cron } from "inngest";
import { recheckDomains as recheck } from "@/lib/services/sign-in/recheck-domains";
import { inngest } from "../client";
import { told } from "../told";

/** Every ten minutes: looks at the TXT records of proven domains, each once a day. */
export const recheckDomains = inngest.createFunction(
  { id: "recheck-domains", triggers: [cron("*/10 * * * *")], retries: 2 },
  async ({ step }) => step.run("recheck", () => told("job.domains-not-rechecked", () => recheck(new Date()))),
);
