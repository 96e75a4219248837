import { expect, test } from "vitest";
import { sessionCookie } from "./session-cookie";

test("under https browsers bind it to this host", () => {
  expect(sessionCookie("https://app.example.com")).toEqual({
    name: "__Host-chittysync_session",
    attributes: { httpOnly: true, sameSite: "lax", secure: true, path: "/" },
  });
});

test.each(["http://127.0.0.1:3000", "http://localhost:3000"])(
  "under %s it is one that they take",
  (appUrl) => {
    expect(sessionCookie(appUrl)).toEqual({
      name: "chittysync_session",
      attributes: { httpOnly: true, sameSite: "lax", secure: false, path: "/" },
    });
  },
);
