import fc from "fast-check";
import { expect, test } from "vitest";

import { MOST_DEATHS, suspicionOf } from "../src/core/suspicion.ts";

test("a job that never lost its worker runs beside others", () => {
  expect(suspicionOf({ stalls: 0, deathsAlone: 0 })).toBe("none");
});

test("a job is parked at its third death: one in company, two alone", () => {
  expect(suspicionOf({ stalls: 1, deathsAlone: 0 })).toBe("suspect");
  expect(suspicionOf({ stalls: 2, deathsAlone: 1 })).toBe("suspect");
  expect(suspicionOf({ stalls: 3, deathsAlone: 2 })).toBe("proved");
});

test("no number of deaths in company proves anything", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: MOST_DEATHS - 2 }), (stalls, deathsAlone) => {
      expect(suspicionOf({ stalls, deathsAlone })).not.toBe("proved");
    }),
  );
});
