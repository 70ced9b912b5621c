import type { CheckResult, Errand } from "@billferry/contracts";
import { runDoctor } from "@billferry/doctor";
import type { ErrandWork } from "@billferry/errands";

import type { Office } from "./office.ts";

const SKUS = 5;

/** The doctor's report, with the calls taken from the errands' share. */
export async function performCheck(
  { env, redis, log, folder }: Office,
  { scheme }: Extract<Errand, { readonly kind: "check" }>,
  { signal, onProgress }: ErrandWork,
): Promise<CheckResult> {
  const { checks } = await runDoctor({
    ...{ env, folder, scheme, log, signal, onProgress },
    redis: { kind: "known", value: redis },
    skus: SKUS,
    isErrand: true,
  });
  return {
    checks: checks.map(({ id, side, severity, title, found, remedy }) => ({
      id,
      side,
      severity,
      title,
      found,
      remedy,
    })),
  };
}
