import type { Member } from "./read-openapi";

/** What is sent or answered, member by member; nothing where there is none. */
export function MemberList({
  title,
  members,
}: {
  readonly title: string;
  readonly members: readonly Member[];
}) {
  if (members.length === 0) return null;
  return (
    <>
      <h3 className="eyebrow mt-4">{title}</h3>
      <Members members={members} />
    </>
  );
}

function Members({ members }: { readonly members: readonly Member[] }) {
  return (
    <ul className="mt-1.5 space-y-1.5 text-control">
      {members.map(({ name, type, isRequired, what, members: inner }) => (
        <li key={name}>
          <code className="font-mono font-medium">{name}</code>{" "}
          <span className="text-small text-ink-soft">
            {type}
            {isRequired && ", required"}
          </span>
          {what && <p className="text-ink-soft">{what}</p>}
          {inner.length > 0 && (
            <div className="ml-1 border-l pl-3">
              <Members members={inner} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
