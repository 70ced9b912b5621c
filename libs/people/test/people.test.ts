import { hashPassword, hashToken, isRightPassword, makeToken } from "@billferry/people";
import fc from "fast-check";
import { expect, test } from "vitest";

import { dropLine, isUserName, parseUsersFile, putLine, writeRoles } from "../src/core/users-file.ts";

const BCRYPT = `$2y$10$${"a".repeat(53)}`;
const HASH = "a".repeat(64);

test("a new password is kept as argon2id with OWASP's costs, each time another way, and only it is right", async () => {
  const [one, other] = [await hashPassword("正确的:密码"), await hashPassword("正确的:密码")];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
  expect(await isRightPassword("正确的:密码", one)).toBe(true);
  expect(await isRightPassword("正确的:密码 ", one)).toBe(false);
  expect(await isRightPassword("正确的:密码", BCRYPT)).toBe(false);
});

test("argon2id and bcrypt lines stand side by side", async () => {
  const { users } = parseUsersFile(`wang:${await hashPassword("x")}:operator\nli:${BCRYPT}:viewer\n`);
  expect([...users].map(([name, { role }]) => [name, role])).toEqual([
    ["wang", "operator"],
    ["li", "viewer"],
  ]);
});

test("a file of before there were roles makes everybody an administrator, and keeps that when it gets its first role", () => {
  const text = `# ours\nwang:${BCRYPT}\nli:${BCRYPT}\n`;
  const file = parseUsersFile(text);
  expect([...file.users.values()].map(({ role }) => role)).toEqual(["admin", "admin"]);
  const written = putLine(writeRoles(text, file), "li", `li:${BCRYPT}:viewer`);
  expect(written).toBe(`# ours\nwang:${BCRYPT}:admin\nli:${BCRYPT}:viewer\n`);
  expect(parseUsersFile(written).users.get("li")?.role).toBe("viewer");
});

test.each([
  ["no hash", "wang:secret:admin"],
  ["a role that is none", `wang:${BCRYPT}:root`],
  ["a weak hash", "wang:{SHA}2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"],
  ["a token without a role", `wang:${BCRYPT}\n@erp:${HASH}`],
  ["a token in the clear", `wang:${BCRYPT}:admin\n@erp:billferry_abc:viewer`],
  ["nobody", "# nobody\n"],
  ["a token alone", `@erp:${HASH}:viewer`],
  ["one line with a role and one without", `wang:${BCRYPT}:admin\nli:${BCRYPT}`],
])("%s lets nobody in", (_words, text) => {
  expect(() => parseUsersFile(text)).toThrow(/BOARD_USERS_FILE/);
});

test("a token is long, another each time, and known by its hash alone", () => {
  const token = makeToken();
  expect(token).toMatch(/^billferry_[\w-]{43}$/);
  expect(makeToken()).not.toBe(token);
  const { tokens } = parseUsersFile(`wang:${BCRYPT}:admin\n@erp:${hashToken(token)}:operator\n`);
  expect(tokens.get(hashToken(token))).toEqual({ name: "erp", role: "operator" });
});

test.each(["", "a:b", "a b", "@erp", "#a", "a\nb", "x".repeat(65)])("%j is no name", (name) => {
  expect(isUserName(name)).toBe(false);
});

test("putting and dropping a line touches no other one, whatever the names", () => {
  const name = fc.string({ minLength: 1, maxLength: 12 }).filter(isUserName);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), fc.nat(5), (names, at) => {
      const text = names.map((each) => `${each}:${BCRYPT}:viewer\n`).join("");
      const chosen = names[at % names.length] ?? "";
      const others = names.filter((each) => each !== chosen);
      const changed = parseUsersFile(putLine(text, chosen, `${chosen}:${BCRYPT}:admin`)).users;
      expect([...changed.keys()]).toEqual(names);
      expect([...changed].filter(([, { role }]) => role === "admin").map(([each]) => each)).toEqual([chosen]);
      if (others.length > 0) expect([...parseUsersFile(dropLine(text, chosen)).users.keys()]).toEqual(others);
    }),
  );
});
