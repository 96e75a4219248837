import Link from "next/link";
import { redirect } from "next/navigation";
import { NameForm } from "@/components/name-form";
import { signedIn } from "@/lib/auth/request-caller";
import { isOwnSession } from "@/lib/auth/session";
import { publicId } from "@/lib/ids";
import { Card, Note } from "../../_components/card";
import { CompanySession } from "../../_components/company-session";
import { makeOrganization } from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "New organization" };

export default async function NewOrganizationPage() {
  const found = await signedIn();
  if (!found) redirect("/sign-in?callbackUrl=/organizations/new");
  if (!isOwnSession(found))
    return (
      <Card title="A new organization">
        <CompanySession goTo="/organizations/new" />
      </Card>
    );
  const [first] = found.memberships;
  return (
    <Card title={first ? "A new organization" : `Welcome${nameOf(found.person.name)}`}>
      <Note>
        An organization holds registries and connections, and the people who work with them. It begins on the
        free plan.
      </Note>
      <div className="mt-6">
        <NameForm
          action={makeOrganization}
          label="Name of the organization"
          autoComplete="organization"
          submit="Make the organization"
          isAlone
        />
      </div>
      {first && (
        <p className="mt-6 text-sm text-ink-soft">
          Or go to{" "}
          <Link href={`/${publicId("org", first.organizationId)}`} className="text-accent underline">
            {first.name}
          </Link>
        </p>
      )}
    </Card>
  );
}

const nameOf = (name: string): string => (name === "" ? "" : `, ${name}`);
