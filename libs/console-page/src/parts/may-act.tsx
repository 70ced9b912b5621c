import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { meData } from "../data/queries.ts";

/** Whether the person may act. The board decides; this hides what it would refuse. */
export function useMayAct(): boolean {
  const { data } = useQuery(meData);
  return data !== undefined && data.role !== "viewer";
}

/** In the place of a button that the person may not press. */
export function MayNot(): ReactElement | null {
  const { t } = useTranslation();
  const { data } = useQuery(meData);
  return data?.role === "viewer" ? <span className="as-of">{t("act.may-not", { role: t("role.viewer") })}</span> : null;
}
