import { PlainError } from "../plain-error.mjs";
import { type Command, UsageError } from "./command";
import { inOrganization, readPlanArguments } from "./plan-database";

/** Prints the certificate of an organization that was deleted. */
export const organizationCertificate: Command = {
  name: "organization certificate",
  synopsis: "organization certificate --org org_...",
  does: "prints the signed certificate of an organization that was deleted, as its owners have it: what was removed, and where its ledger ends",
  async run(args) {
    const { organization, plan } = readPlanArguments(args);
    if (plan !== undefined) throw new UsageError("organization certificate takes no --plan");
    const text = await inOrganization(organization, async (client) => {
      const { rows } = await client.query<{ text: string | null }>(
        "select coalesce(note, document) as text from deletion_certificate where organization_id = $1",
        [organization],
      );
      return rows[0]?.text ?? null;
    });
    if (text === null)
      throw new PlainError("no such organization was deleted here, or it is still being removed.");
    // As it is signed: not a new line more.
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    return 0;
  },
};
