import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { kingdeeClock } from "../core/moments.ts";

interface AsOfProps {
  readonly ms: number;
  readonly isLive?: boolean;
  readonly isLost?: boolean;
}

/** Of when the figures are, and whether they go on. */
export function AsOf({ ms, isLive, isLost }: AsOfProps): ReactElement {
  const { t } = useTranslation();
  const time = kingdeeClock(ms);
  if (isLost === true)
    return (
      <p className="as-of lost" role="status">
        {t("asof.lost", { time })}
      </p>
    );
  return <p className="as-of">{t(isLive === true ? "asof.live" : "asof.read", { time })}</p>;
}
