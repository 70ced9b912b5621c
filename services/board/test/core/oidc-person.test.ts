import fc from "fast-check";
import { expect, test } from "vitest";

import { findClaim, nameIn, ownPath, parseGroupRoles, roleOf } from "../../src/core/oidc-person.ts";
import { findBoardProblems } from "../../src/settings.ts";

test("groups and roles are written as people write them, a directory's long names included", () => {
  expect(parseGroupRoles("wms-ops=operator; CN=IT,OU=总部=admin;\n staff = viewer ;")).toEqual([
    { group: "wms-ops", role: "operator" },
    { group: "CN=IT,OU=总部", role: "admin" },
    { group: "staff", role: "viewer" },
  ]);
});

test.each(["", ";", "staff", "=viewer", "staff=root", "staff=viewer; x"])("%j gives nobody a role", (text) => {
  expect(parseGroupRoles(text)).toBeUndefined();
});

test("in whatever order groups and rules come, the highest role of a person's groups is his", () => {
  const group = fc.constantFrom("a", "b", "c", "d");
  const rule = fc.record({ group, role: fc.constantFrom("viewer", "operator", "admin") });
  fc.assert(
    fc.property(fc.array(rule), fc.array(group), (rules, groups) => {
      const own = rules.filter((each) => groups.includes(each.group)).map(({ role }) => role);
      const highest = (["admin", "operator", "viewer"] as const).find((role) => own.includes(role));
      expect(roleOf(groups, rules)).toBe(highest);
      expect(roleOf(groups.toReversed(), rules.toReversed())).toBe(highest);
    }),
  );
});

test("a claim is found by its whole name first, and never in what every object has", () => {
  expect(findClaim({ "https://x.example/roles": ["a"] }, "https://x.example/roles")).toEqual(["a"]);
  expect(findClaim({ a: { b: 1 } }, "a.b")).toBe(1);
  expect(findClaim({ a: { b: 1 }, "a.b": 2 }, "a.b")).toBe(2);
  for (const path of ["constructor.name", "__proto__", "a.length", "a.b.c"])
    expect(findClaim({ a: "text" }, path)).toBeUndefined();
});

test("a person is called by the claim that is asked for, else by mail or the provider's own name, in one line", () => {
  expect(nameIn({ sub: "1", preferred_username: " 王\n敏 " }, "preferred_username")).toBe("王 敏");
  expect(nameIn({ sub: "1", email: "w@example.com" }, "preferred_username")).toBe("w@example.com");
  expect(nameIn({ sub: "1", preferred_username: 7 }, "preferred_username")).toBe("1");
  expect(nameIn({ sub: "x".repeat(300) }, "name")).toHaveLength(64);
});

test("wherever a person says that he wanted to go, it is an address of this board", () => {
  const board = "https://console.example.com";
  const part = fc.constantFrom("/", "\\", "\t", "\n", ".", "..", "@", ":", "//", "evil.example.com", "?", "#", "bills");
  const text = fc.oneof(
    fc.string(),
    fc.array(part).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (wanted) => {
      expect(new URL(ownPath(wanted), board).origin).toBe(board);
    }),
  );
  expect(ownPath("/bills?q=1&state=held#x")).toBe("/bills?q=1&state=held#x");
  expect(ownPath(["/a", "/b"])).toBe("/");
});

const WHOLE = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "console",
  OIDC_ROLES: "it=admin",
  CONSOLE_URL: "https://console.example.com",
};

test("half of a sign-in by the company's accounts is a mistake that names its other half", () => {
  expect(findBoardProblems(WHOLE)).toEqual([]);
  expect(findBoardProblems({ ...WHOLE, BOARD_HOST: "0.0.0.0" })).toEqual([]);
  expect(findBoardProblems({ CONSOLE_URL: WHOLE.CONSOLE_URL })).toEqual([]);
  for (const name of ["OIDC_CLIENT_ID", "OIDC_ROLES", "CONSOLE_URL"])
    expect(findBoardProblems({ ...WHOLE, [name]: "" })).toEqual([expect.stringMatching(new RegExp(`^${name}:未设置`))]);
  expect(findBoardProblems({ OIDC_ROLES: "it=admin" })).toEqual([expect.stringContaining("OIDC_ISSUER:未设置")]);
  expect(findBoardProblems({ ...WHOLE, OIDC_ISSUER: "http://id.example.com" })).toHaveLength(1);
  expect(findBoardProblems({ ...WHOLE, OIDC_ISSUER: "http://127.0.0.1:9000" })).toEqual([]);
});
