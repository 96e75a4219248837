import { expect, test } from "vitest";
import {
  accepted,
  arrived,
  changed,
  keptOwn,
  nextToSend,
  overtaken,
  partsAtOdds,
  refused,
  type Saving,
  savedAs,
  savedWord,
  sending,
  shownBody,
  tookNewer,
} from "./draft-saving";

interface Body {
  readonly name?: string;
  readonly key?: readonly string[];
}

const first: Saving<Body> = savedAs<Body>({ revision: 1, body: { name: "Vendors", key: ["code"] } });
const NO_NAME = { message: "It has no name.", remedy: "Give it one." };

test("a change is shown at once, and sent while nothing else is on its way", () => {
  const own = changed(first, { name: "Suppliers" });
  expect(shownBody(own)).toEqual({ name: "Suppliers", key: ["code"] });
  expect(nextToSend(own)).toEqual({ name: "Suppliers" });
  const away = sending(own);
  expect(savedWord(away)).toBe("saving");
  const further = changed(away, { key: ["id"] });
  expect(nextToSend(further)).toBeNull();
  expect(shownBody(further)).toEqual({ name: "Suppliers", key: ["id"] });
  const back = accepted(further, { revision: 2, body: { name: "Suppliers", key: ["code"] } });
  expect(nextToSend(back)).toEqual({ key: ["id"] });
  expect(shownBody(back)).toEqual({ name: "Suppliers", key: ["id"] });
});

test("what was refused stays on the screen and is sent with the next change, later changes first", () => {
  const away = changed(sending(changed(first, { name: "" })), { key: ["id"] });
  const back = refused(away, NO_NAME);
  expect([savedWord(back), nextToSend(back)]).toEqual(["refused", null]);
  expect(shownBody(back)).toEqual({ name: "", key: ["id"] });
  expect(nextToSend(changed(back, { name: "Firms" }))).toEqual({ name: "Firms", key: ["id"] });
});

test("another tab's change: nothing is sent until a person chose, and either choice goes on from the newer one", () => {
  const newer = { revision: 5, body: { name: "Firms", key: ["number"] } };
  const asked = overtaken(sending(changed(first, { name: "Suppliers" })), newer);
  expect([savedWord(asked), nextToSend(changed(asked, { key: ["id"] }))]).toEqual(["newer", null]);
  expect(partsAtOdds(asked)).toEqual(["name"]);
  const own = keptOwn(asked);
  expect([own.stored.revision, nextToSend(own)]).toEqual([5, { name: "Suppliers" }]);
  expect(shownBody(own)).toEqual({ name: "Suppliers", key: ["number"] });
  const theirs = tookNewer(asked);
  expect([savedWord(theirs), shownBody(theirs)]).toEqual(["saved", newer.body]);
});

test("two tabs that changed different parts, or the same part to the same, are not asked", () => {
  const other = { revision: 5, body: { name: "Vendors", key: ["number"] } };
  const both = overtaken(sending(changed(first, { name: "Suppliers" })), other);
  expect([savedWord(both), nextToSend(both)]).toEqual(["waiting", { name: "Suppliers" }]);
  expect(shownBody(both)).toEqual({ name: "Suppliers", key: ["number"] });
  const alike = overtaken(sending(changed(first, { key: ["number"] })), other);
  expect([savedWord(alike), alike.stored.revision]).toEqual(["waiting", 5]);
});

test("what arrives by another way counts only where it is newer and nothing is on its way", () => {
  const newer = { revision: 2, body: { name: "Firms", key: ["code"] } };
  expect(arrived(first, { revision: 1, body: {} }).stored.body).toEqual(first.stored.body);
  expect(arrived(first, newer).stored).toEqual(newer);
  expect(arrived(sending(changed(first, { name: "A" })), newer).stored.revision).toBe(1);
  expect(savedWord(arrived(changed(first, { name: "A" }), newer))).toBe("newer");
});
