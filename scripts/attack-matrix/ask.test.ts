import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { encodedArguments } from "./ask";

/** React's decoder as Next ships it; it runs only in React's server condition. */
const DECODER = `
  const { decodeReply } = require("next/dist/compiled/react-server-dom-turbopack/server.node");
  const [type, body] = process.argv.slice(1);
  const sent = new Response(body, { headers: { "content-type": type } });
  const isForm = type.startsWith("multipart/");
  (isForm ? sent.formData() : sent.text())
    .then((reply) => decodeReply(reply, {}))
    .then((list) => list.map((one) => (one instanceof FormData ? { fields: [...one] } : one)))
    .then((list) => process.stdout.write(JSON.stringify(list)));
`;

/** The arguments as the server's action gets them. */
function received(list: readonly unknown[]): unknown {
  const { type, body } = encodedArguments(list);
  const args = ["--conditions=react-server", "--eval", DECODER, type, body];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

test("an action gets the arguments that it is sent", () => {
  const list = ["org_1", "$K1", { draft: { name: "$" } }, null, 7, ["PAR"]];
  expect(received(list)).toEqual(list);
});

test("and the fields of a form, with what stands around it", () => {
  expect(received(["$org", { problem: null }, { name: "$Another name" }])).toEqual([
    "$org",
    { problem: null },
    { fields: [["name", "$Another name"]] },
  ]);
});
