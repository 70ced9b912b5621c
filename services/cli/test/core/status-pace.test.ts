import { sayIn } from "@billferry/contracts";
import { expect, test } from "vitest";

import { statusLine, statusPace } from "../../src/core/status-pace.ts";

const [zh, en] = [sayIn("zh"), sayIn("en")];
const BUSY = { idle: false, open: 120, delivered: 78, held: 2, pace: { perMinute: 58, secondsLeft: 124 } };

test("work under way is told by how much is done, how fast it goes and how long it takes, with a bar on a terminal", () => {
  expect(statusPace(BUSY, zh, false)).toBe("40% · 每分钟 58 · 约剩 2 分钟");
  expect(statusPace(BUSY, en, true)).toBe("████████░░░░░░░░░░░░ 40% · 58 a minute · about 2 min left");
  expect(statusPace({ ...BUSY, pace: { perMinute: null, secondsLeft: null } }, zh, false)).toBe("40%");
  expect(statusPace({ ...BUSY, idle: true, open: 0 }, zh, true)).toBeUndefined();
});

test("on one line a scheme says how it stands", () => {
  expect(statusLine({ name: "sal-outstock", status: BUSY }, zh)).toBe(
    "sal-outstock: 未完成 120 · 已送达 78 · 异常单 2 · 每分钟 58 · 约剩 2 分钟",
  );
  expect(statusLine({ name: "sal-outstock", status: { ...BUSY, idle: true, open: 0 } }, en)).toBe(
    "sal-outstock: idle · 78 delivered · 2 cases",
  );
});
