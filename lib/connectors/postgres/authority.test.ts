import { describe, expect, it } from "vitest";
import { readAuthorities, requireCurrent } from "./authority";
import { certified, keyText } from "./certificates.test-kit";
import { targetOf } from "./config";

const root = certified({ name: "root", ca: true });
const old = certified({ name: "old", ca: true, until: "210101" });
const server = certified({ name: "server", host: "db.example.com" }, root);

describe("a customer's CA certificate", () => {
  it("is kept as we read it, with whatever stands around it left out", () => {
    const pasted = `subject=CN = root\r\n${root.certificate.replaceAll("\n", "\r\n")}\n\n${old.certificate}`;
    expect(readAuthorities(pasted)).toBe(root.certificate + old.certificate);
  });

  it.each([
    ["a server's", server.certificate, "no authority's"],
    ["an authority's and a server's", root.certificate + server.certificate, "Certificate 2"],
    ["with its key", keyText(root) + root.certificate, "private key"],
    ["no PEM", root.certificate.replaceAll("-----", ""), "in PEM"],
    ["another thing in PEM", root.certificate.replaceAll("CERTIFICATE", "CERTIFICATE REQUEST"), "in PEM"],
    ["cut off", root.certificate.slice(0, 200), "in PEM"],
    ["damaged", root.certificate.replace(/\n.{64}\n/, "\n"), "cannot be read"],
    ["21 of them", root.certificate.repeat(21), "in PEM"],
    ["too long", " ".repeat(70_000) + root.certificate, "too long"],
  ])("is refused: %s", (_, pem, message) => {
    const refused = expect.objectContaining({
      kind: "invalid-input",
      message: expect.stringContaining(message),
      remedy: expect.stringMatching(/./),
    });
    expect(() => readAuthorities(pem)).toThrow(refused);
  });

  it("has one that is valid today", () => {
    const today = new Date("2026-11-29");
    expect(() => requireCurrent(root.certificate, today)).not.toThrow();
    expect(() => requireCurrent(old.certificate + root.certificate, today)).not.toThrow();
    expect(() => requireCurrent(old.certificate, today)).toThrow(/expired on 2021-01-01/);
    expect(() => requireCurrent(root.certificate, new Date("2019-12-31"))).toThrow(/not valid yet/);
  });

  it("is not taken where TLS is refused", () => {
    const url = "postgres://u:p@10.0.0.1/app?sslmode=disable";
    expect(() => targetOf({ url, ca: root.certificate })).toThrow(/without TLS/);
    expect(targetOf({ url, ca: undefined }).ca).toBeNull();
  });
});
