import fc from "fast-check";
import { expect, test } from "vitest";

import type { AlertRecord, PendingMessage, TellingTimes, WatchState } from "../../src/core/alert-state.ts";
import type { Cause } from "../../src/core/cause.ts";
import { decide } from "../../src/core/decide.ts";
import { causeOf } from "../messages.ts";

const MINUTE = 60_000;
const TIMES: TellingTimes = {
  waitMs: 30_000,
  quietMs: 240 * MINUTE,
  escalateMs: 60 * MINUTE,
  clearMs: 2 * MINUTE,
  groupMs: 5 * MINUTE,
};
const SKU = causeOf("A-117");

/** A watch whose messages all arrive at once, but for those of the channels named. */
function startWatch(channels: readonly string[] = ["webhook"], deaf: readonly string[] = []) {
  let state: WatchState = { alerts: new Map(), pending: [], channels: new Map(), daily: null, round: null };
  const told: string[] = [];
  return {
    told,
    state: () => state,
    look: (
      nowMs: number,
      causes: readonly Cause[],
      own: { muted?: readonly Cause[]; channels?: readonly string[] } = {},
    ) => {
      const look = { told: causes, muted: own.muted ?? [] };
      const decision = decide(state, look, { nowMs, times: TIMES, channels: own.channels ?? channels });
      const alerts = new Map(state.alerts);
      for (const [key, record] of decision.alerts) {
        if (record === null) alerts.delete(key);
        else alerts.set(key, record);
      }
      const pending: PendingMessage[] = state.pending.filter(
        ({ channel, message }) => !decision.drop.includes(`${channel} ${message.id}`),
      );
      for (const { channel, message } of decision.send) {
        if (deaf.includes(channel))
          pending.push({ channel, message, sinceMs: nowMs, tries: 0, unknown: 0, nextMs: nowMs });
        else {
          told.push(
            `${channel} ${message.isEscalation ? "escalated" : message.kind} ${message.title.split(":").slice(1).join(":")}`,
          );
          for (const key of message.opens) note(alerts, key, channel, nowMs);
        }
      }
      state = { ...state, alerts, pending };
      return decision;
    },
  };
}

function note(alerts: Map<string, AlertRecord>, key: string, channel: string, nowMs: number): void {
  const record = alerts.get(key);
  if (record !== undefined) alerts.set(key, { ...record, told: { ...record.told, [channel]: nowMs } });
}

test("what heals within the wait is never told, and what stays is told once", () => {
  const watch = startWatch();
  watch.look(0, [SKU]);
  watch.look(15_000, []);
  watch.look(30_000, [SKU]);
  expect(watch.told).toEqual([]);
  for (let nowMs = 45_000; nowMs <= 10 * MINUTE; nowMs += 15_000) watch.look(nowMs, [SKU]);
  expect(watch.told).toEqual(["webhook opened 旺店通没有该商家编码:A-117"]);
});

test("its end is told after two clean looks and the time for it, to whom the beginning was told", () => {
  const watch = startWatch(["webhook", "mail"], ["mail"]);
  watch.look(0, [SKU]);
  watch.look(30_000, [SKU]);
  watch.look(45_000, []);
  watch.look(60_000, [SKU]);
  watch.look(75_000, []);
  watch.look(90_000, []);
  expect(watch.told).toHaveLength(1);
  expect(watch.state().pending).toHaveLength(1);
  watch.look(75_000 + TIMES.clearMs, []);
  expect(watch.told.at(-1)).toBe("webhook closed 旺店通没有该商家编码:A-117");
  expect(watch.state()).toMatchObject({ alerts: new Map(), pending: [] });
});

test("it is quiet for its time, then reminds; and calls everybody once, by age", () => {
  const watch = startWatch();
  for (let nowMs = 0; nowMs <= 8 * 60 * MINUTE + 30_000; nowMs += MINUTE / 2) watch.look(nowMs, [SKU]);
  expect(watch.told.map((line) => line.split(" ")[1])).toEqual(["opened", "escalated", "reminded"]);
});

test("what another cause explains is neither told nor over", () => {
  const watch = startWatch();
  watch.look(0, [SKU]);
  watch.look(30_000, [SKU]);
  for (let nowMs = 45_000; nowMs < 30 * MINUTE; nowMs += 15_000) watch.look(nowMs, [], { muted: [SKU] });
  expect(watch.told).toHaveLength(1);
  expect(watch.state().alerts.has(SKU.key)).toBe(true);
});

test("a channel that comes later, or was broken, is told of what is open then", () => {
  const watch = startWatch();
  watch.look(0, [SKU]);
  watch.look(30_000, [SKU]);
  watch.look(45_000, [SKU], { channels: ["webhook", "dingtalk"] });
  watch.look(60_000, [SKU], { channels: ["webhook", "dingtalk"] });
  expect(watch.told.map((line) => line.split(" ", 2).join(" "))).toEqual(["webhook opened", "dingtalk opened"]);
});

test("a group that grows look by look is told at once, and again only after five minutes", () => {
  const watch = startWatch();
  const codes = Array.from({ length: 60 }, (_, index) => causeOf(`S-${index}`));
  for (let look = 0; look < 40; look += 1) watch.look(look * 15_000, codes.slice(0, 8 + look));
  const titles = watch.told.map((line) => line.split(" ").slice(1).join(" "));
  expect(titles).toEqual(["opened 旺店通没有该商家编码(共 8 项)", "opened 旺店通没有该商家编码(共 20 项)"]);
});

test("whatever is seen when: per cause and channel beginnings and ends alternate, and no id comes twice", () => {
  const looks = fc.array(fc.record({ stepMs: fc.integer({ min: 1_000, max: 90 * MINUTE }), seen: fc.boolean() }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(looks, (steps) => {
      const watch = startWatch();
      const ids: string[] = [];
      let nowMs = 0;
      for (const { stepMs, seen } of steps) {
        nowMs += stepMs;
        ids.push(...watch.look(nowMs, seen ? [SKU] : []).send.map(({ message }) => message.id));
      }
      expect(new Set(ids).size).toBe(ids.length);
      const kinds = watch.told
        .map((line) => line.split(" ")[1])
        .filter((kind) => kind === "opened" || kind === "closed");
      kinds.forEach((kind, index) => expect(kind).toBe(index % 2 === 0 ? "opened" : "closed"));
    }),
  );
});
