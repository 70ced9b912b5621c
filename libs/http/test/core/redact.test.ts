import { expect, test } from "vitest";

import { REDACTED, redactSecrets } from "../../src/index.ts";

test("takes a secret out wherever it stands, also where it is part of an address", () => {
  const secret = "p@ss word/1";
  const text = `login ${secret} at http://host/?p=${encodeURIComponent(secret)}`;
  expect(redactSecrets(text, [secret])).toBe(`login ${REDACTED} at http://host/?p=${REDACTED}`);
});

test("takes out every secret and every repeat of it", () => {
  expect(redactSecrets("onetwo-one1-twotwo", ["onetwo", "twotwo"])).toBe(`${REDACTED}-one1-${REDACTED}`);
});

test("does not hide a text for the sake of a secret too short to be one", () => {
  expect(redactSecrets("a plain text", ["a", ""])).toBe("a plain text");
});

test("takes out a secret that cannot be written into an address", () => {
  expect(redactSecrets("key \uD800abc", ["\uD800abc"])).toBe(`key ${REDACTED}`);
});
