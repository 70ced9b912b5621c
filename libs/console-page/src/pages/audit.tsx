import { ACTS } from "@billferry/audit/acts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert, Button, Empty, Input, Select, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { AuditAnswer } from "../api/operations.ts";
import type { AuditView } from "../core/audit-view.ts";
import { auditData } from "../data/audit-queries.ts";
import { ActRows, useActWords } from "../parts/act-rows.tsx";
import { AsOf } from "../parts/as-of.tsx";
import { ExportLinks } from "../parts/export-links.tsx";
import { More } from "../parts/more.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";

/** Who did what, when, and what came of it. The address is the view. */
export function AuditPage(): ReactElement {
  const { t } = useTranslation();
  const view = useSearch({ from: "/audit" });
  const { data, error, refetch, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery(
    auditData(view),
  );
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = data?.pages ?? [];
  return (
    <>
      <Typography.Title level={1}>{t("menu.audit")}</Typography.Title>
      <Filters key={JSON.stringify(view)} view={view} />
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <WaitingNotice /> : null}
      {first === undefined ? null : (
        <div className={isPlaceholderData ? "stale" : undefined} aria-busy={isFetching}>
          <Chain {...first} />
          {items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("audit.none")} />
          ) : (
            <ActRows label={t("list.label", { name: t("menu.audit"), count: items.length })} items={items} />
          )}
          <ExportLinks path="/api/v1/audit/export" view={view} />
          <More count={items.length} hasMore={hasNextPage} isFetching={isFetching} fetchMore={fetchNextPage} />
        </div>
      )}
    </>
  );
}

/** Where the chain ends, for whoever notes it elsewhere; and why it does not go on, where it does not. */
function Chain({ asOf, head, trouble }: AuditAnswer): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <AsOf ms={asOf} />
      {trouble === null ? null : <Alert type="error" showIcon title={t("audit.trouble")} description={trouble} />}
      {head === null ? null : (
        <p className="as-of">
          {t("audit.head", { seq: head.seq })} <code className="wanted">{`${head.seq}:${head.hash}`}</code>{" "}
          {t("audit.head-why")}
        </p>
      )}
    </>
  );
}

function Filters({ view }: { readonly view: AuditView }): ReactElement {
  const { t } = useTranslation();
  const { actOf } = useActWords();
  const navigate = useNavigate();
  const show = (changed: Partial<Record<keyof AuditView, string>>): void => {
    const wanted = Object.entries({ ...view, ...changed }).filter(([, value]) => value !== "");
    void navigate({ to: "/audit", search: Object.fromEntries(wanted) as AuditView });
  };
  const text = (name: "by" | "bill", label: string) => (
    <Input.Search
      aria-label={label}
      placeholder={label}
      defaultValue={view[name] ?? ""}
      allowClear
      onSearch={(value) => show({ [name]: value.trim() })}
    />
  );
  const day = (name: "from" | "to", label: string) => (
    <Input
      type="date"
      aria-label={label}
      prefix={label}
      defaultValue={view[name] ?? ""}
      onChange={({ target }) => show({ [name]: target.value })}
    />
  );
  return (
    <div className="filters">
      {text("bill", t("audit.number"))}
      {text("by", t("audit.person"))}
      <Select<string>
        aria-label={t("audit.act")}
        prefix={t("audit.act")}
        value={view.act ?? ""}
        options={[
          { value: "", label: t("audit.all") },
          ...Object.keys(ACTS).map((act) => ({ value: act, label: actOf(act) })),
        ]}
        onChange={(act) => show({ act })}
      />
      {day("from", t("audit.from"))}
      {day("to", t("audit.to"))}
      {Object.keys(view).length === 0 ? null : (
        <Button type="link" onClick={() => void navigate({ to: "/audit", search: {} })}>
          {t("audit.clear")}
        </Button>
      )}
    </div>
  );
}
