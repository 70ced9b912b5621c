import { Fault } from "@billferry/contracts";
import { expect, test } from "vitest";

import { parseRedisInfo, refusalOf, toRedisFault, troubleOf, unfitness } from "../src/core/trouble.ts";

test.each([
  ["READONLY You can't write against a read only replica.", "moved"],
  // Within a script, before and since Redis 7.
  [
    "ERR Error running script (call to f_0): @user_script:1: -READONLY You can't write against a read only replica.",
    "moved",
  ],
  ["READONLY You can't write against a read only replica. script: 2b1d, on @user_script:12.", "moved"],
  ["LOADING Redis is loading the dataset in memory", "moved"],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "moved"],
  ["UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)", "moved"],
  ["MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", "waits"],
  ["OOM command not allowed when used memory > 'maxmemory'.", "waits"],
  ["NOREPLICAS Not enough good replicas to write.", "waits"],
  ["BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", "waits"],
  ["CLUSTERDOWN The cluster is down", "waits"],
  ["ERR max number of clients reached", "waits"],
  ["Connection is closed.", "waits"],
  ["NOAUTH Authentication required.", "refused"],
  ["WRONGPASS invalid username-password pair or user is disabled.", "refused"],
  ["NOPERM User narrow has no permissions to run the 'info' command", "refused"],
  ["ERR DB index is out of range", "refused"],
])("%s: known for what it is, in Chinese", (message, kind) => {
  expect(troubleOf(new Error(message))).toMatchObject({ kind, text: expect.stringMatching(/\p{Script=Han}/u) });
});

test("other errors are none of Redis' trouble", () => {
  for (const error of [
    new Error("WRONGTYPE Operation against a key"),
    new TypeError("x is not a function"),
    "READONLY",
  ])
    expect(toRedisFault(error)).toBe(error);
  const fault = new Fault("HTTP_NETWORK", "OOM");
  expect(toRedisFault(fault)).toBe(fault);
});

test("the word by which Redis refuses is known of its own error and of the fault made of it, and of nothing else", () => {
  const error = new Error("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist");
  expect([error, toRedisFault(error)].map(refusalOf)).toEqual(["MISCONF", "MISCONF"]);
  for (const other of [new Error("Connection is closed."), new Error("NOAUTH Authentication required."), "MISCONF"])
    expect(refusalOf(other)).toBeUndefined();
});

const INFO = "redis_version:7.0.15\r\nrole:master\r\nloading:0\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";

test.each(["6.2.0", "6.2.14", "7.0.15", "8.2.1", "255.255.255"])("Redis %s will do", (version) => {
  expect(unfitness(parseRedisInfo(INFO.replace("7.0.15", version)))).toBeUndefined();
});

test.each(["3.2.12", "4.0.14", "5.0.14", "6.0.16"])("Redis %s is too old, and both versions are named", (version) => {
  const problem = unfitness(parseRedisInfo(INFO.replace("7.0.15", version)));
  expect(problem).toContain(version);
  expect(problem).toContain("6.2");
});

test("a Redis that evicts is refused, and one that does not tell is not", () => {
  expect(unfitness(parseRedisInfo(INFO.replace("noeviction", "allkeys-lru")))).toContain("noeviction");
  expect(unfitness(parseRedisInfo(""))).toBeUndefined();
});
