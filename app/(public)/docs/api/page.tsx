import type { Metadata } from "next";
import { openApiDocument } from "@/lib/http/openapi";
import { DocLayout } from "../_components/doc-layout";
import { OperationPart } from "./_components/operation-part";
import { callsOf } from "./_components/read-openapi";

export const metadata: Metadata = {
  title: "API reference",
  description: "Every call of the REST API, made of what the server serves.",
};

export default function ApiReferencePage() {
  const groups = callsOf(openApiDocument());
  return (
    <DocLayout href="/docs/api">
      <h1 className="text-[1.75rem] leading-9 font-semibold">API reference</h1>
      <p className="mt-2 text-lead text-ink-soft">
        Every call, made of what the server serves. All of them are below{" "}
        <code className="font-mono">/api/v1</code> and need a key.
      </p>
      {groups.map(({ name, calls }) => (
        <section key={name} aria-labelledby={`group-${name}`} className="mt-10">
          <h2 id={`group-${name}`} className="scroll-mt-20 text-title font-semibold">
            {name}
          </h2>
          <div className="card mt-3 divide-y divide-line">
            {calls.map((call) => (
              <OperationPart key={call.id} call={call} />
            ))}
          </div>
        </section>
      ))}
    </DocLayout>
  );
}
