import { Button } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { kingdeeClock } from "../core/moments.ts";
import { useVendorCodes, type CodesAsked, type VendorCodes } from "../data/vendor-codes.ts";
import { ProblemNotice } from "../parts/problem.tsx";

type What = CodesAsked["what"];

/** What there is to choose from for a kind of code, as of when; or why there are no choices. */
export function ListedCodesLine({ scheme, what }: { readonly scheme: string; readonly what: What }): ReactElement {
  return <VendorCodesLine what={what} vendor={useVendorCodes({ scheme, what, codes: [] })} />;
}

export function VendorCodesLine({ what, vendor }: { readonly what: What; readonly vendor: VendorCodes }): ReactElement {
  const { t } = useTranslation();
  const { codes, asOfMs, isUnderWay, hasClerk, problem, error, ask } = vendor;
  if (error) return <ProblemNotice error={error} />;
  const kind = t(`gaps.kind-${what}`);
  const count = codes.filter(({ state }) => state === "usable").length;
  return (
    <p className="as-of act" role="status">
      {problem === null ? null : <span className="reason">{t("gaps.codes-failed", { kind, problem })}</span>}
      {!hasClerk
        ? t("gaps.no-clerk", { kind })
        : isUnderWay
          ? t("gaps.codes-reading", { kind })
          : what === "skus"
            ? t("gaps.skus-by-name")
            : asOfMs === null
              ? t("gaps.codes-none", { kind })
              : t("gaps.codes-read", { kind, count, time: kingdeeClock(asOfMs) })}
      {what === "skus" || !hasClerk ? null : (
        <Button loading={isUnderWay} onClick={() => ask()}>
          {t(asOfMs === null ? "gaps.codes-go" : "gaps.codes-again", { kind })}
        </Button>
      )}
    </p>
  );
}
