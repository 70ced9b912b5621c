import { Fault, FAULT_CODES, type FaultCode } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { KINGDEE_CHECKS, type KingdeeFacts } from "../../src/core/diagnose-kingdee.ts";
import { REDIS_CHECKS, type RedisFacts, type RedisServer } from "../../src/core/diagnose-redis.ts";
import { judgeSight, type SeenBill } from "../../src/core/diagnose-sight.ts";
import { WANGDIANTONG_CHECKS, type WangdiantongFacts } from "../../src/core/diagnose-wangdiantong.ts";
import { diagnose, findUnreached, type Known } from "../../src/core/diagnose.ts";
import { toFailure } from "../../src/attempt.ts";

const SERVER: RedisServer = {
  version: "7.2.5",
  evictionPolicy: "noeviction",
  isAppendOnly: true,
  failedWrites: [],
  usedBytes: 10_000_000,
  limitBytes: 0,
  systemBytes: 8_000_000_000,
  clockOffsetMs: 3,
};
const STATE: RedisFacts["state"] = { kind: "known", value: { bills: 1, orders: 2, unreadable: [] } };

function redisTroubles(changes: Partial<RedisServer>, state = STATE): Record<string, string> {
  const facts: RedisFacts = { server: { kind: "known", value: { ...SERVER, ...changes } }, state };
  const checks = diagnose("redis", REDIS_CHECKS, facts).filter(({ severity }) => severity !== "green");
  return Object.fromEntries(checks.map(({ id, severity }) => [id, severity]));
}

test.each<[string, Partial<RedisServer>, Record<string, string>]>([
  ["a good server", {}, {}],
  ["6.2 itself", { version: "6.2.0" }, {}],
  ["6.0", { version: "6.0.16" }, { "redis.version": "red" }],
  ["an evicting one", { evictionPolicy: "volatile-lru" }, { "redis.eviction": "red" }],
  ["one that hides its policy", { evictionPolicy: undefined }, { "redis.eviction": "yellow" }],
  ["one without a file", { isAppendOnly: false }, { "redis.durable": "yellow" }],
  ["one whose disk is full", { failedWrites: ["rdb"] }, { "redis.durable": "red" }],
  ["one that is full", { limitBytes: 11_000_000 }, { "redis.memory": "red" }],
  ["one that fills up", { limitBytes: 12_500_000 }, { "redis.memory": "yellow" }],
  ["one with room", { limitBytes: 100_000_000 }, {}],
  ["one that is some seconds off", { clockOffsetMs: -6_000 }, { "redis.clock": "yellow" }],
  ["one that is minutes off", { clockOffsetMs: 300_000 }, { "redis.clock": "red" }],
])("of %s it is told what has to be told", (_words, changes, troubles) => {
  expect(redisTroubles(changes)).toEqual(troubles);
});

test("records that cannot be read are red", () => {
  const state: RedisFacts["state"] = { kind: "known", value: { bills: 0, orders: 0, unreadable: ["version 1"] } };
  expect(redisTroubles({}, state)).toEqual({ "redis.state": "red" });
});

const NOW_MS = Date.UTC(2026, 10, 20);

function bills(numbers: readonly number[], ageDays = 1): SeenBill[] {
  return numbers.map((number) => ({
    billNo: `XSCKD${String(number).padStart(6, "0")}`,
    organisation: "100",
    isApproved: true,
    approvedAtMs: NOW_MS - ageDays * 86_400_000,
  }));
}

const UP_TO_40 = Array.from({ length: 40 }, (_, index) => index + 1);

test.each([
  ["nothing", [], "red", "看不到任何单据"],
  ["all numbers", bills(UP_TO_40), "green", "组织 100(40);是否另有被过滤的单据,接口无法证明"],
  ["nothing lately", bills(UP_TO_40, 31), "yellow", "近 30 天看不到已审核的单据"],
  ["every third number", bills(UP_TO_40.map((each) => each * 3)), "yellow", "只看到 34% 的单号"],
  ["every third of few", bills([3, 6, 9]), "green", "近 30 天看到 3 张"],
  ["two out of three", bills(UP_TO_40.filter((each) => each % 3 > 0)), "green", "近 30 天"],
] as const)("of an account that sees %s", (_words, seen, severity, text) => {
  const verdict = judgeSight({ bills: seen, nowMs: NOW_MS });
  expect(verdict.severity).toBe(severity);
  expect(verdict.found.zh).toContain(text);
});

const CODES = Object.keys(FAULT_CODES) as FaultCode[];
const anyFailure = fc
  .oneof(
    fc.tuple(fc.constantFrom(...CODES), fc.string()).map(([code, message]) => new Fault(code, message)),
    fc.string().map((message) => new Error(message)),
  )
  .map((error): Known<never> => ({ kind: "failed", failure: toFailure(error) }));
const anyGap = fc.oneof(anyFailure, fc.constant<Known<never>>({ kind: "skipped", because: "scheme.loads" }));
const all = (names: readonly string[]) => fc.record(Object.fromEntries(names.map((name) => [name, anyGap])));

test("whatever fails, each line says what and what to do in both languages, on one line", () => {
  const kingdee = all(["settings", "signIn", "clockOffsetMs", "zone", "sight", "fields", "filter", "sample", "page"]);
  const wangdiantong = all([
    "settings",
    "credentials",
    "clockOffsetMs",
    "documents",
    "warehouses",
    "carriers",
    "skus",
    "reason",
  ]);
  const redis = all(["server", "state"]);
  fc.assert(
    fc.property(kingdee, wangdiantong, redis, (ours, theirs, store) => {
      const lines = [
        ...diagnose("kingdee", KINGDEE_CHECKS, ours as unknown as KingdeeFacts),
        ...diagnose("wangdiantong", WANGDIANTONG_CHECKS, theirs as unknown as WangdiantongFacts),
        ...diagnose("redis", REDIS_CHECKS, store as unknown as RedisFacts),
      ];
      for (const { severity, found, remedy } of lines) {
        expect(found.zh + found.en).not.toMatch(/\n/);
        if (severity === "skipped" || severity === "green") expect(remedy).toBeNull();
        else expect([Boolean(remedy?.zh), Boolean(remedy?.en)]).toEqual([true, true]);
      }
      for (const side of findUnreached(lines)) expect(lines.some((line) => line.side === side)).toBe(true);
    }),
  );
});

test("an allow-list is told apart from a missing permission", () => {
  const signIn: KingdeeFacts["signIn"] = {
    kind: "failed",
    failure: { code: "KD_PERMISSION_DENIED", message: "当前 IP 不在IP白名单内" },
  };
  const because: Known<never> = { kind: "skipped", because: "kingdee.sign-in" };
  const facts = { ...Object.fromEntries(KINGDEE_CHECKS.map(({ id }) => [id, because])), signIn, settings: because };
  const check = KINGDEE_CHECKS.filter(({ id }) => id === "kingdee.sign-in");
  expect(diagnose("kingdee", check, facts as unknown as KingdeeFacts)[0]?.remedy?.en).toContain("allow-list");
});
