import { expect, test } from "vitest";

import { openLedger } from "./setup.ts";

const progressOf = (scheme: string): string => `{billferry:${scheme}}L:progress`;
const claim = (id: string, mark?: string) => ({ id, isFormer: (known: string) => known === mark });

test("a ledger belongs to the first account that asks for it, and names it to any other", async () => {
  const { ledger } = await openLedger();
  expect(await ledger.accounts.bound("kingdee")).toBeUndefined();
  expect(await ledger.accounts.bind("kingdee", claim("5f7c"))).toEqual({ isOurs: true });
  expect(await ledger.accounts.bind("kingdee", claim("8a01"))).toEqual({ isOurs: false, known: "5f7c" });
  expect(await ledger.accounts.bind("wangdiantong", claim("8a01"))).toEqual({ isOurs: true });
  expect(await ledger.accounts.bound("kingdee")).toBe("5f7c");
});

test("what an earlier version bound by address is taken over where the account is the same", async () => {
  const { ledger, redis, scheme } = await openLedger();
  await redis.hset(progressOf(scheme), "account-kingdee", "mark");
  expect(await ledger.accounts.bind("kingdee", claim("5f7c", "mark"))).toEqual({ isOurs: true });
  // The mark stays: a replica of the earlier version may still run beside this one.
  expect(await redis.hget(progressOf(scheme), "account-kingdee")).toBe("mark");
  expect(await ledger.accounts.bind("kingdee", claim("5f7c"))).toEqual({ isOurs: true });
});

test("what an earlier version bound to another account is refused, though it names nobody", async () => {
  const { ledger, redis, scheme } = await openLedger();
  await redis.hset(progressOf(scheme), "account-kingdee", "mark");
  expect(await ledger.accounts.bind("kingdee", claim("5f7c", "other"))).toEqual({ isOurs: false, known: null });
  expect(await ledger.accounts.bound("kingdee")).toBeUndefined();
});

test("a ledger that goes over to another account keeps what it knows and forgets the old mark", async () => {
  const { ledger, redis, scheme } = await openLedger();
  await ledger.progress.advance(1_000, 2_000);
  await redis.hset(progressOf(scheme), "account-kingdee", "mark");
  await ledger.accounts.rebind("kingdee", "8a01");
  expect(await ledger.accounts.bind("kingdee", claim("8a01"))).toEqual({ isOurs: true });
  expect(await ledger.accounts.bind("kingdee", claim("5f7c", "mark"))).toEqual({ isOurs: false, known: "8a01" });
  expect(await ledger.progress.read()).toMatchObject({ watermarkMs: 1_000 });
});
