import { Link } from "@tanstack/react-router";
import { Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

export function MissingPage(): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Typography.Title level={1}>{t("problem.not-found")}</Typography.Title>
      <Link to="/">{t("problem.to-overview")}</Link>
    </>
  );
}
