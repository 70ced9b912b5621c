import { Alert, Button, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { DraftResult } from "../api/operations.ts";
import type { DraftWish } from "../core/draft.ts";
import { Asked, useAsking } from "../parts/errand-asking.tsx";
import { SaveScheme } from "./save-scheme.tsx";
import { ShownBill } from "./scheme-preview.tsx";

interface DraftTrialProps {
  readonly wanted: DraftWish;
  readonly choices: Readonly<Record<string, string>>;
  readonly isReady: boolean;
}

/** The draft tried on the newest bills of Kingdee, each beside its orders; what was tried can be saved. */
export function DraftTrial({ wanted, choices, isReady }: DraftTrialProps): ReactElement {
  const { t } = useTranslation();
  const asking = useAsking();
  const { standing } = asking;
  return (
    <>
      <Typography.Title level={4}>{t("draft.trial")}</Typography.Title>
      <p>{t(isReady || asking.isAsked ? "draft.trial-explain" : "draft.trial-not-yet")}</p>
      <Button
        type="primary"
        disabled={!isReady}
        loading={asking.isUnderWay}
        onClick={() => asking.ask({ kind: "draft-scheme", ...wanted, choices })}
      >
        {t("draft.try")}
      </Button>
      <Asked
        asking={asking}
        show={(result) =>
          result.kind !== "draft-scheme" || standing === undefined ? null : (
            <>
              <Trial result={result} />
              <SaveScheme draft={standing.id} name={wanted.name} />
            </>
          )
        }
      />
    </>
  );
}

function Trial({ result: { bills, unused } }: { readonly result: DraftResult }): ReactElement {
  const { t } = useTranslation();
  if (bills.length === 0) return <Alert type="info" showIcon title={t("draft.no-bills")} />;
  const good = bills.filter(({ outcome }) => outcome !== "refused").length;
  return (
    <>
      <Alert
        type={good === bills.length ? "success" : "warning"}
        showIcon
        title={t("draft.tried", { count: bills.length, good })}
        description={unused.map(({ label, bills: count, examples }) => (
          <p key={label} className="reason">
            {t("draft.unused", { label, count, examples: examples.join(", ") })}
          </p>
        ))}
      />
      {bills.map((bill, place) => (
        <details key={bill.billId} open={place === 0}>
          <summary>
            <strong>{bill.billNo}</strong>{" "}
            {bill.outcome === "ordered"
              ? bill.orders.map(({ outerNo }) => outerNo).join(", ")
              : t(`schemes.preview-${bill.outcome}`)}
          </summary>
          <ShownBill bill={bill} />
        </details>
      ))}
    </>
  );
}
