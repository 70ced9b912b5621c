import { formatKingdeeTime, formatZone, parseKingdeeTime, SHANGHAI, zoneFromTicks } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["2024-12-19T08:27:48.863", "2024-12-19T00:27:48.863Z"],
  ["2024-12-12T17:55:51.52", "2024-12-12T09:55:51.520Z"],
  ["2024-12-04T00:00:00", "2024-12-03T16:00:00.000Z"],
  ["2026-01-01 09:00:00", "2026-01-01T01:00:00.000Z"],
  ["2026-11-01", "2026-10-31T16:00:00.000Z"],
  ["2026-11-01T00:00:00Z", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01 00:00:00+09:00", "2026-10-31T15:00:00.000Z"],
])("reads %s in Shanghai's zone", (text, iso) => {
  expect(new Date(parseKingdeeTime(text, SHANGHAI) ?? 0).toISOString()).toBe(iso);
});

test.each(["", "yesterday", "2026-02-31", "2026-13-01", "2026-11-01 25:00:00", "20261101"])("refuses %j", (text) => {
  expect(parseKingdeeTime(text, SHANGHAI)).toBeUndefined();
});

test("the zone told at sign-in is in ticks of 100 nanoseconds", () => {
  expect(formatZone(zoneFromTicks(288_000_000_000))).toBe("+08:00");
  expect(formatZone({ offsetMinutes: -210 })).toBe("-03:30");
});

test("what is written is read back as the same second, in any zone", () => {
  const zones = fc.integer({ min: -720, max: 840 }).map((offsetMinutes) => ({ offsetMinutes }));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), zones, (seconds, zone) => {
      expect(parseKingdeeTime(formatKingdeeTime(seconds * 1_000, zone), zone)).toBe(seconds * 1_000);
    }),
  );
});

test("a text is a time exactly if its date and its time of day are on the calendar and the clock", () => {
  fc.assert(
    fc.property(fc.nat(9_999), fc.nat(13), fc.nat(32), fc.nat(25), fc.nat(61), fc.nat(61), (...parts) => {
      const [year = "", ...rest] = parts.map((each, at) => String(each).padStart(at === 0 ? 4 : 2, "0"));
      const iso = `${[year, ...rest.slice(0, 2)].join("-")}T${rest.slice(2).join(":")}`;
      const utc = new Date(`${iso}Z`);
      const isReal = !Number.isNaN(utc.getTime()) && utc.toISOString().startsWith(iso) && Number(year) >= 100;
      expect(parseKingdeeTime(iso, { offsetMinutes: 0 })).toBe(isReal ? utc.getTime() : undefined);
    }),
    { numRuns: 2_000 },
  );
});
