import { parseRedisAddress, redisAddress } from "@billferry/redis";
import { describeSettings, parseSettings } from "@billferry/settings";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["redis://localhost", { kind: "single", host: "localhost", port: 6379, db: 0, isTls: false }],
  [
    "rediss://u:p%40ss@h:6380/3",
    { kind: "single", host: "h", port: 6380, db: 3, isTls: true, username: "u", password: "p@ss" },
  ],
  ["redis+sentinel://h1:26379,h2/mymaster/1", { kind: "sentinel", masterName: "mymaster", db: 1 }],
  [
    "redis+cluster://h1:7000,h2:7001",
    {
      kind: "cluster",
      nodes: [
        { host: "h1", port: 7000 },
        { host: "h2", port: 7001 },
      ],
    },
  ],
])("reads the address %s", (url, expected) => {
  expect(parseRedisAddress(url)).toMatchObject(expected);
});

test.each(["", "localhost:6379", "redis://", "redis://a,b", "redis://h/x", "redis+sentinel://h1"])(
  "refuses the address %j",
  (url) => {
    expect(parseRedisAddress(url)).toBeUndefined();
  },
);

test("any name and password arrive as they are once they are percent-encoded", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: "grapheme" }),
      fc.string({ unit: "grapheme" }),
      (username, password) => {
        const url = `redis://${encodeURIComponent(username)}:${encodeURIComponent(password)}@h:6380/2`;
        const expected = { kind: "single", host: "h", port: 6380, db: 2, username };
        expect(parseRedisAddress(url)).toMatchObject(password === "" ? expected : { ...expected, password });
      },
    ),
  );
});

const SHAPE = { REDIS_URL: redisAddress().describe("where Redis is") };

test.each([
  "redis://:p@ssTOP@redis:6379",
  "redis://:pa%ssTOP@redis:6379",
  "redis://:paTOP/x@redis:6379",
  "redis://:paTOP?x@redis:6379",
  "redis://:paTOP#x@redis:6379",
  "redis://u:pa TOP@redis:6379",
  "redis://:p@ssTOP/1@redis:6379/2",
  "redis+sentinel://:p@ssTOP@h1:26379/my%zz",
  "redis+sentinel://h1:26379/my%zzTOP",
  "redis+cluster://:p%zzTOP@h1:7000",
  "redis://redis:6379/0?db=1TOP",
  "redis://redis:99999/TOP",
])("the address %s is refused with what to write instead, and no part of it is told", (url) => {
  const parse = () => parseSettings(SHAPE, { REDIS_URL: url });
  expect(parse).toThrow(/百分号编码/);
  expect(parse).not.toThrow(/TOP|p@ss|pa%ss/);
  expect(JSON.stringify(describeSettings(SHAPE, { REDIS_URL: url }))).not.toMatch(/TOP|p@ss|pa%ss/);
});
