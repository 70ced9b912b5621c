import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CheckResult } from "../api/operations.ts";
import { ErrandButton } from "../parts/errand-asking.tsx";
import { Rows, type Column } from "../parts/rows.tsx";

type Check = CheckResult["checks"][number];

const LOOKS: Readonly<Record<Check["severity"], readonly [look: string, sign: string]>> = {
  red: ["disputed", "✖"],
  yellow: ["held", "!"],
  green: ["delivered", "✓"],
  skipped: ["excluded", "–"],
};
const ORDER = Object.keys(LOOKS);

/** The doctor's report at a press, the worst first. */
export function SchemeCheck({ scheme }: { readonly scheme: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <ErrandButton
      label={t("schemes.check-go")}
      errand={{ kind: "check", scheme }}
      show={(result) => <Report checks={result.checks} />}
    />
  );
}

function Report({ checks }: { readonly checks: readonly Check[] }): ReactElement {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "zh";
  const columns: readonly Column<Check>[] = [
    { key: "severity", title: t("compare.verdict"), show: ({ severity }) => <Severity severity={severity} /> },
    {
      key: "item",
      title: t("schemes.item"),
      show: ({ side, title }) => `${t(`schemes.side.${side}`)} · ${title[language]}`,
    },
    { key: "found", title: t("schemes.found"), show: ({ found }) => <span className="reason">{found[language]}</span> },
    {
      key: "remedy",
      title: t("schemes.remedy"),
      show: ({ remedy }) => <span className="reason">{remedy?.[language] ?? ""}</span>,
    },
  ];
  const items = checks.toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  return <Rows label={t("schemes.check")} items={items} columns={columns} keyOf={({ id }) => id} />;
}

function Severity({ severity }: Pick<Check, "severity">): ReactElement {
  const { t } = useTranslation();
  const [look, sign] = LOOKS[severity];
  return (
    <span className={`state state-${look}`}>
      <span aria-hidden>{sign}</span> {t(`schemes.severity.${severity}`)}
    </span>
  );
}
