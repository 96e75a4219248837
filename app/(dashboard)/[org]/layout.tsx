import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { LiveOrganization } from "@/components/live/organization";
import { THEME_COOKIE, themeOf } from "@/components/theme";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller, signedIn } from "@/lib/auth/request-caller";
import { knownMemberships } from "@/lib/auth/session";
import { publicId } from "@/lib/ids";
import { describeMe } from "@/lib/services/me/describe-me";
import { ClosingBanner } from "./_components/closing-banner";
import { PersonMenu } from "./_components/person-menu";
import { PlanCard } from "./_components/plan-card";
import { Rail } from "./_components/rail";
import { endedConnectionsOf, openItemsOf } from "./_session/attention";

export const dynamic = "force-dynamic";

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly children: ReactNode;
}

export default async function OrganizationLayout({ params, children }: Props) {
  const { org } = await params;
  const caller = await requestCaller(org);
  const me = await describeMe(caller);
  const ended = (await endedConnectionsOf(org)).length;
  const open = [...(await openItemsOf(org)).values()];
  const waiting = open.reduce((sum, { count }) => sum + count, ended);
  const found = await signedIn();
  const person = found?.person;
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <LiveOrganization id={org}>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-primary px-3 py-2 text-primary-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <div className="min-h-dvh pb-16 md:grid md:grid-cols-[236px_minmax(0,1fr)] md:pb-0">
        <Rail
          org={org}
          organizationName={me.organization.name}
          waiting={waiting}
          seesRegistries={hasPermission(caller, "registry:read")}
          plan={<PlanCard limits={me.limits} usage={me.usage} notice={me.notice} />}
          person={
            <PersonMenu
              name={person?.name ?? ""}
              email={person?.email ?? ""}
              theme={theme}
              organizations={(found ? knownMemberships(found) : []).map((one) => ({
                id: publicId("org", one.organizationId),
                name: one.name,
                isClosing: one.isClosing,
              }))}
              org={org}
            />
          }
        />
        <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none md:px-10 md:py-9">
          <div className="mx-auto max-w-[1120px]">
            {me.closing && (
              <div className="mb-6">
                <ClosingBanner closing={me.closing} isOwner={me.role === "owner"} />
              </div>
            )}
            {children}
          </div>
        </main>
      </div>
    </LiveOrganization>
  );
}
