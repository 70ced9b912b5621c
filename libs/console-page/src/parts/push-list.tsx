import { Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { PushAttempt } from "../api/operations.ts";
import { kingdeeTime } from "../core/moments.ts";

/** What each attempt sent and what it was answered, word for word, the oldest first. */
export function PushList({ attempts }: { readonly attempts: readonly PushAttempt[] }): ReactElement | null {
  const { t } = useTranslation();
  if (attempts.length === 0) return null;
  return (
    <section>
      <Typography.Title level={3}>{t("made-of.attempts")}</Typography.Title>
      <ol className="plain">
        {attempts.map(({ outerNo, atMs, status, answer, request }) => (
          <li key={`${outerNo}/${atMs}`}>
            <p>
              <time className="as-of">{kingdeeTime(atMs)}</time> {outerNo} ·{" "}
              {status === null ? t("made-of.no-answer") : t("made-of.status", { status })}
            </p>
            <pre className="raw" aria-label={t("made-of.answer")} tabIndex={0}>
              {answer}
            </pre>
            {request === null ? (
              <p className="as-of">{t("made-of.request-gone")}</p>
            ) : (
              <details>
                <summary>{t("made-of.request")}</summary>
                <pre className="raw" tabIndex={0}>
                  {request}
                </pre>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
