import { Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

export function Overview(): ReactElement {
  const { t } = useTranslation();
  return <Typography.Title level={1}>{t("menu.overview")}</Typography.Title>;
}
