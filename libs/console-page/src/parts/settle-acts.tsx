import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CaseItem } from "../api/operations.ts";
import { billCasesData } from "../data/queries.ts";
import { AcceptButton } from "./accept-button.tsx";
import { CorrectWindow } from "./correct-window.tsx";
import { useMayAct } from "./may-act.tsx";

/** What has arrived is settled, and never pushed anew. */
export function hasArrived({ faultClass }: Pick<CaseItem, "faultClass">): boolean {
  return faultClass === "after-delivery";
}

interface SettleActsProps {
  readonly item: CaseItem;
  readonly correct: (item: CaseItem) => void;
}

/** Leave a difference as it is, or have it made good. */
export function SettleActs({ item, correct }: SettleActsProps): ReactElement {
  const { t } = useTranslation();
  const mayAct = useMayAct();
  return (
    <span className="act">
      <AcceptButton item={item} />
      {mayAct && item.kind === "order" ? <Button onClick={() => correct(item)}>{t("correct.open")}</Button> : null}
    </span>
  );
}

interface SettleBillProps {
  readonly scheme: string;
  readonly billId: string;
  readonly isDisputed: boolean;
}

/** The same on a bill's own page. The window stays where the case is settled, for what came of it. */
export function SettleBill({ scheme, billId, isDisputed }: SettleBillProps): ReactElement {
  const { t } = useTranslation();
  const [item, setItem] = useState<CaseItem>();
  const { data } = useQuery({ ...billCasesData({ scheme, billId }), enabled: isDisputed });
  const settled = isDisputed ? (data?.items.filter(hasArrived) ?? []) : [];
  return (
    <>
      {settled.length === 0 ? null : (
        <ul className="plain" aria-label={t("correct.of-bill")}>
          {settled.map((each) => (
            <li key={each.caseId} className="act">
              <code>{each.id}</code>
              <span className="reason">
                {each.differences.map((difference) => t("cases.difference", { ...difference })).join(" · ")}
              </span>
              <SettleActs item={each} correct={setItem} />
            </li>
          ))}
        </ul>
      )}
      {item === undefined ? null : <CorrectWindow key={item.version} item={item} close={() => setItem(undefined)} />}
    </>
  );
}
