import { NameForm } from "@/components/name-form";
import { freshForMs } from "@/lib/auth/fresh-sign-in";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { describeMe } from "@/lib/services/me/describe-me";
import { GRACE_DAYS } from "@/lib/services/organizations/close-organization";
import { found } from "../../_session/answer";
import { DeleteOrganization } from "./_components/delete-organization";
import { saveName } from "./actions";

export const metadata = { title: "General" };

export default async function GeneralPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const caller = await requestCaller(org);
  const { organization, closing } = await found(org, describeMe);
  const mayDelete = hasPermission(caller, "organization:delete") && closing === null;
  return (
    <div className="space-y-4">
      <section className="card p-4">
        {hasPermission(caller, "organization:write") ? (
          <div className="max-w-sm">
            <NameForm
              action={saveName.bind(null, org)}
              label="Name of the organization"
              name={organization.name}
              autoComplete="organization"
              submit="Save the name"
            />
          </div>
        ) : (
          <dl>
            <dt className="text-xs font-medium text-ink-soft">Name of the organization</dt>
            <dd className="mt-1 font-medium">{organization.name}</dd>
          </dl>
        )}
        <p className="mt-4 text-xs text-ink-soft">
          Its id, for the API and support: <code className="text-ink">{organization.id}</code>
        </p>
      </section>
      {mayDelete && (
        <DeleteOrganization
          name={organization.name}
          isFresh={freshForMs(caller, new Date()) > 0}
          graceDays={GRACE_DAYS}
        />
      )}
    </div>
  );
}
