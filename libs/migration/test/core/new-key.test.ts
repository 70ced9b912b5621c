import { QUEUE_NAMES, schemePrefix, toQueueName } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { newPlaceOf } from "../../src/core/new-key.ts";

test.each([
  ["{billferry}:load:wait", "{billferry:sal-outstock}:load:wait"],
  ["{billferry}:load-sal-returnstock:wait", "{billferry:sal-returnstock}:load-sal-returnstock:wait"],
  [
    "{billferry}:sweep:repeat:sweep-hourly-sal-outstock:17",
    "{billferry:sal-outstock}:sweep:repeat:sweep-hourly-sal-outstock:17",
  ],
  ["{billferry}L:online:b:100070", "{billferry:online}L:b:100070"],
  ["{billferry}L:online:again:retry", "{billferry:online}L:again:retry"],
  [
    "{billferry}:suspects:load-online:load-online-X1-CK1-ab-1:17",
    "{billferry:online}:suspects:load-online:load-online-X1-CK1-ab-1:17",
  ],
  ["{billferry}:pauses:online", "{billferry:online}:pauses"],
  ["{billferry}:gate:d7f786fb2aad:calls", "{billferry:gate:d7f786fb2aad}:calls"],
])("%s belongs at %s", (before, after) => {
  expect(newPlaceOf(before)?.key).toBe(after);
});

test.each([
  "{billferry}:sandbox-life",
  "{billferry}:probe",
  "{billferry}:turn:online",
  "{billferry:online}:load:wait",
  "bull:load:wait",
])("%s stays where it is", (key) => {
  expect(newPlaceOf(key)).toBeUndefined();
});

const scheme = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const inLedger = (name: string, key: string) => newPlaceOf(`{billferry}L:${name}:${key}`)?.key;
const rest = fc.string({ minLength: 1, maxLength: 20 });

test("a queue's key, whatever its job is called, goes where the queue of this version looks for it", () => {
  fc.assert(
    fc.property(fc.constantFrom(...QUEUE_NAMES), scheme, rest, (stage, name, job) => {
      const queue = toQueueName({ stage, scheme: name });
      expect(newPlaceOf(`{billferry}:${queue}:${job}`)).toEqual({
        key: `${schemePrefix(name)}:${queue}:${job}`,
        of: name,
        part: "queues",
      });
    }),
  );
});

test("no two keys of a ledger meet in one place", () => {
  fc.assert(
    fc.property(scheme, scheme, rest, rest, (one, other, first, second) => {
      fc.pre(one !== other || first !== second);
      expect(inLedger(one, first)).not.toBe(inLedger(other, second));
    }),
  );
});
