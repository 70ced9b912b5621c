import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { TableCounts, TableDifference } from "../api/operations.ts";

interface DifferenceListProps {
  readonly counts: TableCounts;
  readonly difference: TableDifference;
}

/** Counts first, then the rows of each kind. */
export function DifferenceList({ counts, difference }: DifferenceListProps): ReactElement {
  const { t } = useTranslation();
  const kinds = ["added", "changed", "removed"] as const;
  return (
    <>
      <p>
        <strong>{t("tables.counts", { ...counts })}</strong>
      </p>
      {kinds.map((kind) =>
        difference[kind].length === 0 || counts[kind] === 0 ? null : (
          <details key={kind} open={difference[kind].length <= 20}>
            <summary>{t(`tables.${kind}`, { count: counts[kind] })}</summary>
            <ul className="plain">
              {difference[kind].map(({ key, before, after }) => (
                <li key={key}>
                  {before === null ? null : <del>{before.join(" · ")}</del>}
                  {before === null || after === null ? null : " → "}
                  {after === null ? null : <ins>{after.join(" · ")}</ins>}
                </li>
              ))}
            </ul>
          </details>
        ),
      )}
    </>
  );
}
