import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

interface ExportLinksProps {
  /** Of the API, without what is asked. */
  readonly path: string;
  /** The list's filters, as on the page. */
  readonly view: object;
}

/** The list that is shown as a file, all pages of it. */
export function ExportLinks({ path, view }: ExportLinksProps): ReactElement {
  const { t, i18n } = useTranslation();
  const linkTo = (format: string): string => {
    const filters = Object.entries(view)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]);
    return `${path}?${new URLSearchParams([...filters, ["format", format], ["language", i18n.language]])}`;
  };
  return (
    <p className="as-of">
      {t("list.export")}{" "}
      <a href={linkTo("xlsx")} download>
        Excel
      </a>{" "}
      <a href={linkTo("csv")} download>
        CSV
      </a>
    </p>
  );
}
