import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import {
  postBillsByNumberHold,
  postBillsByNumberRelease,
  type HoldAnswer,
  type TracedBill,
} from "../api/operations.ts";
import { MayNot, useMayAct } from "./may-act.tsx";
import { ReasonWindow } from "./reason-window.tsx";

interface HoldButtonProps {
  readonly scheme: string;
  readonly bill: Pick<TracedBill, "billNo" | "hold" | "shownState">;
}

const OVER: ReadonlySet<string> = new Set(["delivered", "excluded", "withdrawn", "disputed"]);

/** Holds a bill back, or lets it go, with a reason; what came of it is told beside the button. */
export function HoldButton({ scheme, bill: { billNo, hold, shownState } }: HoldButtonProps): ReactElement | null {
  const { t } = useTranslation();
  const tell = useOutcome();
  const [way, setWay] = useState<"hold" | "release">();
  const [outcome, setOutcome] = useState<HoldAnswer>();
  if (!useMayAct()) return <MayNot />;
  const told = (
    <span aria-live="polite" className="as-of">
      {outcome?.bills.map(tell).join(";")}
    </span>
  );
  if (hold === null && OVER.has(shownState)) return told;
  const next = hold === null ? "hold" : "release";
  const open = (): void => {
    setOutcome(undefined);
    setWay(next);
  };
  return (
    <span className="act">
      <Button onClick={open}>{t(`hold.${next}`)}</Button>
      {told}
      {way === undefined ? null : (
        <ReasonWindow
          title={t(`hold.${way}-title`, { number: billNo })}
          label={t("hold.reason")}
          needed={t("hold.reason-needed")}
          okText={t(`hold.${way}`)}
          act={async (asked) => {
            const body = { scheme, ...asked };
            return way === "hold" ? postBillsByNumberHold(billNo, body) : postBillsByNumberRelease(billNo, body);
          }}
          onDone={setOutcome}
          close={() => setWay(undefined)}
        >
          <p>{t(`hold.${way}-explain`)}</p>
        </ReasonWindow>
      )}
    </span>
  );
}

function useOutcome(): (bill: HoldAnswer["bills"][number]) => string {
  const { t } = useTranslation();
  return ({ billNo: number, outcome, pushing, hold }) => {
    const told = t(`hold.${outcome}`, { number, by: hold?.by ?? "", note: hold?.note ?? "" });
    return pushing.length === 0 ? told : `${told};${t("hold.pushing", { orders: pushing.join(" ") })}`;
  };
}
