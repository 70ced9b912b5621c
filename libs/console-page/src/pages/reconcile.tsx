import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Empty, Form, Input, Select, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postErrands, type ErrandListed } from "../api/operations.ts";
import { addDays, kingdeeTime } from "../core/moments.ts";
import { errandData, errandsData } from "../data/errands.ts";
import { statusData } from "../data/queries.ts";
import { ClerkNotice, ErrandStanding } from "../parts/errand.tsx";
import { MayNot, useMayAct } from "../parts/may-act.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { mintRequestId } from "../parts/request-id.ts";
import { Rows, type Column } from "../parts/rows.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";
import { KeptReport, KeptReports } from "./kept-reports.tsx";
import { ReconcileReport } from "./reconcile-report.tsx";

const DAY_MS = 86_400_000;

/** Both ends side by side, asked for by day; which comparison is shown stands in the address. */
export function ReconcilePage(): ReactElement {
  const { t } = useTranslation();
  const { id, scheme, day } = useSearch({ from: "/reconcile" });
  const { data, error, refetch } = useQuery(errandsData("reconcile"));
  return (
    <>
      <Typography.Title level={1}>{t("menu.reconcile")}</Typography.Title>
      <p>{t("reconcile.explain")}</p>
      {data?.clerks.some(({ clerks }) => clerks === 0) === true && id === undefined ? <ClerkNotice clerks={0} /> : null}
      <Asking />
      {id === undefined ? null : <Chosen id={id} />}
      {scheme === undefined || day === undefined ? null : <KeptReport scheme={scheme} day={day} />}
      {error ? <ProblemNotice error={error} again={() => void refetch()} /> : null}
      {data === undefined ? null : <Earlier items={data.items} />}
      <KeptReports />
    </>
  );
}

interface Asked {
  readonly scheme: string;
  readonly from: string;
  readonly to: string;
}

function Asking(): ReactElement | null {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const schemes = useQuery(statusData).data?.schemes;
  const mayAct = useMayAct();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async ({ scheme, from, to }: Asked) =>
      postErrands({ errand: { kind: "reconcile", scheme, from, to: addDays(to, 1) }, requestId: mintRequestId() }),
    onSuccess: async ({ id }) => {
      await navigate({ to: "/reconcile", search: { id } });
      await queries.invalidateQueries({ queryKey: ["errands"] });
    },
  });
  const [first] = schemes ?? [];
  if (first === undefined) return <WaitingNotice />;
  if (!mayAct) return <MayNot />;
  const yesterday = kingdeeTime(Date.now() - DAY_MS).slice(0, 10);
  return (
    <Form<Asked>
      className="asking"
      layout="vertical"
      requiredMark={false}
      initialValues={{ scheme: first.scheme, from: yesterday, to: yesterday }}
      onFinish={(given) => mutate(given)}
    >
      <Form.Item name="scheme" label={t("reconcile.scheme")} hidden={schemes?.length === 1}>
        <Select options={(schemes ?? []).map(({ scheme, name }) => ({ value: scheme, label: name }))} />
      </Form.Item>
      <Form.Item
        name="from"
        label={t("reconcile.from")}
        rules={[{ required: true, message: t("reconcile.days-wrong") }]}
      >
        <Input type="date" />
      </Form.Item>
      <Form.Item
        name="to"
        label={t("reconcile.to")}
        dependencies={["from"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: async (_rule, to: string) => {
              if (!to || to < String(getFieldValue("from"))) throw new Error(t("reconcile.days-wrong"));
            },
          }),
        ]}
      >
        <Input type="date" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isPending}>
        {t("reconcile.go")}
      </Button>
      {error ? <ProblemNotice error={error} /> : null}
    </Form>
  );
}

function Chosen({ id }: { readonly id: string }): ReactElement {
  const { data, error, refetch } = useQuery(errandData(id));
  if (error) return <ProblemNotice error={error} again={() => void refetch()} />;
  if (data === undefined) return <WaitingNotice />;
  return (
    <>
      <ErrandStanding errand={data} />
      {data.result?.kind === "reconcile" ? (
        <ReconcileReport exportPath={`/api/v1/errands/${encodeURIComponent(id)}/export`} result={data.result} />
      ) : null}
    </>
  );
}

function Earlier({ items }: { readonly items: readonly ErrandListed[] }): ReactElement {
  const { t } = useTranslation();
  const columns: readonly Column<ErrandListed>[] = [
    { key: "what", title: t("reconcile.what"), show: ({ id, errand }) => <SpanLink id={id} errand={errand} /> },
    { key: "scheme", title: t("reconcile.scheme"), show: ({ errand }) => errand.scheme },
    { key: "state", title: t("reconcile.state"), show: ({ state }) => t(`errand.${state}`) },
    {
      key: "asked",
      title: t("reconcile.asked"),
      show: ({ by, askedAtMs }) => t("errand.by", { by, time: kingdeeTime(askedAtMs) }),
    },
  ];
  return (
    <section>
      <Typography.Title level={2}>{t("reconcile.earlier")}</Typography.Title>
      {items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("reconcile.none-yet")} />
      ) : (
        <Rows label={t("reconcile.earlier")} items={items} columns={columns} keyOf={({ id }) => id} />
      )}
    </section>
  );
}

function SpanLink({ id, errand }: Pick<ErrandListed, "id" | "errand">): ReactElement | null {
  if (errand.kind !== "reconcile") return null;
  return (
    <Link to="/reconcile" search={{ id }}>
      {errand.from} – {lastDayOf(errand.to)}
    </Link>
  );
}

/** A span ends before its end: the last day that is in it. What is no day is shown as it was asked. */
function lastDayOf(to: string | undefined): string {
  return to === undefined || to.length > 10 ? (to ?? "") : addDays(to, -1);
}
