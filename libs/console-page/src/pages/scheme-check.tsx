import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CheckResult } from "../api/operations.ts";
import { ErrandButton } from "../parts/errand-asking.tsx";

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

/** What was found may be long, and so may its remedy: both are read whole, on whatever screen. */
function Report({ checks }: { readonly checks: readonly Check[] }): ReactElement {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "zh";
  const items = checks.toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  return (
    <ul className="plain" aria-label={t("schemes.check")}>
      {items.map(({ id, severity, side, title, found, remedy }) => (
        <li key={id}>
          <Severity severity={severity} /> {t(`schemes.side.${side}`)} · {title[language]}
          <span className="reason reason-line">{found[language]}</span>
          {remedy === null ? null : (
            <span className="reason reason-line">
              {t("schemes.remedy")}: {remedy[language]}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
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
