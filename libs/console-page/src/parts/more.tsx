import { Button } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

interface MoreProps {
  readonly count: number;
  readonly hasMore: boolean;
  readonly isFetching: boolean;
  readonly fetchMore: () => unknown;
}

/** What ends a list: the way to its next page, or that this was all. */
export function More({ count, hasMore, isFetching, fetchMore }: MoreProps): ReactElement {
  const { t } = useTranslation();
  return hasMore ? (
    <Button block loading={isFetching} onClick={fetchMore}>
      {t("list.more")}
    </Button>
  ) : (
    <p className="as-of">{t("list.all", { count })}</p>
  );
}
