import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { kingdeeClock } from "../core/moments.ts";
import type { Stream } from "../data/live.ts";

/** Of when the figures are, and whether they go on. */
export function AsOf({ ms, stream }: { readonly ms: number; readonly stream?: Stream }): ReactElement {
  const { t } = useTranslation();
  const time = kingdeeClock(ms);
  if (stream === "lost")
    return (
      <p className="as-of lost" role="status">
        {t("asof.lost", { time })}
      </p>
    );
  return <p className="as-of">{t(stream === "live" ? "asof.live" : "asof.read", { time })}</p>;
}
