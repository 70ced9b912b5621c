import type { Scheme } from "./scheme.ts";
import type { LintFinding } from "./lint-finding.ts";
import { GOODS_RULES } from "./lint-goods.ts";
import { KEY_RULES } from "./lint-keys.ts";
import { SOURCE_RULES } from "./lint-source.ts";
import { VALUE_RULES } from "./lint-values.ts";

/** All that looks wrong in a scheme that loads, errors first, hints last. */
export function lintScheme(scheme: Scheme): readonly LintFinding[] {
  const found = [...SOURCE_RULES, ...KEY_RULES, ...GOODS_RULES, ...VALUE_RULES].flatMap((rule) => rule(scheme));
  return (["error", "warning", "hint"] as const).flatMap((wanted) =>
    found.filter(({ severity }) => severity === wanted),
  );
}
