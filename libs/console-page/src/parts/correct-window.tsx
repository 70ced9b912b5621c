import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Modal, Radio } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CaseItem } from "../api/operations.ts";
import { CorrectForm, Correction, type Correcting } from "./correction.tsx";
import { Asked, useAsking } from "./errand-asking.tsx";

interface CorrectWindowProps {
  readonly item: CaseItem;
  readonly close: () => void;
}

/** Has a difference made good: first what would be pushed, then why, then it is pushed. */
export function CorrectWindow({ item, close }: CorrectWindowProps): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [decision, setDecision] = useState<Correcting["decision"]>("difference");
  const [isOldCancelled, setIsOldCancelled] = useState(false);
  const end = (): void => {
    close();
    void queries.invalidateQueries();
  };
  return (
    <Modal
      open
      width={640}
      title={t("correct.title", { number: item.billNo })}
      footer={<Button onClick={end}>{t("cases.close")}</Button>}
      onCancel={end}
      mask={{ closable: false }}
    >
      <ul className="plain" aria-label={t("correct.differences")}>
        {item.differences.map((difference) => (
          <li key={difference.specNo}>{t("cases.difference", { ...difference })}</li>
        ))}
      </ul>
      <Radio.Group
        className="plain"
        aria-label={t("correct.how")}
        value={decision}
        onChange={({ target }) => setDecision(target.value as Correcting["decision"])}
        options={(["difference", "replacement"] as const).map((value) => ({
          value,
          label: `${t(`correct.${value}`)}:${t(`correct.${value}-explain`)}`,
        }))}
      />
      {decision === "replacement" ? (
        <p>
          <Checkbox checked={isOldCancelled} onChange={({ target }) => setIsOldCancelled(target.checked)}>
            {t("correct.old-cancelled")}
          </Checkbox>
        </p>
      ) : null}
      {/* Another decision is another plan: what was shown of the one before is none of it. */}
      <Plan
        key={`${decision}/${isOldCancelled}`}
        item={item}
        decision={decision}
        isOldCancelled={decision === "replacement" && isOldCancelled}
      />
    </Modal>
  );
}

function Plan({ item, ...chosen }: Correcting): ReactElement {
  const { t } = useTranslation();
  const looking = useAsking();
  const pushing = useAsking();
  const { scheme, caseId, version: seen } = item;
  const asked = { kind: "correct", scheme, caseId, ...chosen, seen } as const;
  const look = (): void => looking.ask({ ...asked, isDryRun: true, note: t("correct.look") });
  const plan = looking.standing?.result;
  const isPlanned = plan?.kind === "correct" && plan.outcome === "planned";
  // After a failure it may be asked for once more; it is the same case then, and one effect.
  const isOpen = !pushing.isAsked || (pushing.standing !== undefined && pushing.standing.result === null);
  return (
    <>
      <Button loading={looking.isUnderWay} disabled={pushing.isAsked} onClick={look}>
        {t("correct.look")}
      </Button>
      <Asked asking={looking} show={(result) => <Correction result={result} />} />
      {isPlanned && isOpen && !pushing.isUnderWay ? (
        <CorrectForm push={(note) => pushing.ask({ ...asked, isDryRun: false, note })} />
      ) : null}
      <Asked asking={pushing} show={(result) => <Correction result={result} />} />
    </>
  );
}
