import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Card, Input } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postGapsFill, type GapsAnswer, type OpenGap } from "../api/operations.ts";
import { countLeaving, pairsIn } from "../core/tables.ts";
import { gapsData } from "../data/table-queries.ts";
import { MayNot, useMayAct } from "../parts/may-act.tsx";
import { ProblemNotice } from "../parts/problem.tsx";
import { mintRequestId } from "../parts/request-id.ts";
import { GapValue } from "./gap-value.tsx";
import { ListedCodesLine } from "./vendor-codes-line.tsx";

interface GapFillProps {
  readonly scheme?: string;
  /** One alone; left out: all that a table lacks. */
  readonly only?: { readonly subject: string; readonly code: string };
}

/** Codes that tables lack, to be filled in one by one or by a paste of two columns. Shown where there are such. */
export function GapFill({ scheme, only }: GapFillProps): ReactElement | null {
  const { data } = useQuery(gapsData(scheme));
  const isShown = ({ kind, subject, code }: OpenGap): boolean =>
    kind === "table" && (only === undefined || (subject === only.subject && code === only.code));
  const shown = data?.gaps.filter(isShown) ?? [];
  return data === undefined || shown.length === 0 ? null : <GapForm answer={data} shown={shown} />;
}

function GapForm({ answer, shown }: { readonly answer: GapsAnswer; readonly shown: readonly OpenGap[] }): ReactElement {
  const { t } = useTranslation();
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const keeperOf = ({ file }: OpenGap) => answer.tables.find((table) => table.file === file);
  const filled = shown.filter((gap) => (values.get(keyOf(gap)) ?? "").trim() !== "");
  const leaving = countLeaving(answer.waits, new Set(filled.map((gap) => answer.gaps.indexOf(gap))));
  const mayAct = useMayAct();
  const isKept = shown.some((gap) => keeperOf(gap)?.keeper === "console");
  const paste = (text: string): void => {
    const pairs = pairsIn(text);
    const found = shown.flatMap((gap) => {
      const value = pairs.get(gap.code);
      return value === undefined ? [] : [[keyOf(gap), value] as const];
    });
    setValues(new Map([...values, ...found]));
  };
  return (
    <Card className="items" size="small" title={t("gaps.title", { count: shown.length })}>
      <ul className="plain">
        {shown.map((gap) => (
          <li key={keyOf(gap)} className="act">
            <span>
              <code>
                {gap.subject}/{gap.code}
              </code>{" "}
              {t("gaps.waiting", { count: gap.bills })}
              {gap.amount === null ? null : ` · ${t("cases.amount", { amount: gap.amount })}`}
            </span>
            {mayAct && keeperOf(gap)?.keeper === "console" ? (
              <GapValue
                gap={gap}
                value={values.get(keyOf(gap)) ?? ""}
                choices={keeperOf(gap)?.choices ?? []}
                onChange={(value) => setValues((before) => new Map([...before, [keyOf(gap), value]]))}
              />
            ) : (
              <span className="reason">{gap.remedy}</span>
            )}
          </li>
        ))}
      </ul>
      {mayAct && isKept
        ? listedKinds(shown).map(({ scheme, what }) => (
            <ListedCodesLine key={`${scheme}/${what}`} scheme={scheme} what={what} />
          ))
        : null}
      {mayAct ? null : <MayNot />}
      {mayAct && !isKept ? (
        <p>
          <Link to="/tables" search={{}}>
            {t("gaps.of-files")}
          </Link>
        </p>
      ) : null}
      {mayAct && isKept ? (
        <>
          {shown.length > 1 ? (
            <label className="cell-input">
              <span>{t("gaps.paste")}</span>
              <Input.TextArea rows={2} value="" onChange={({ target }) => paste(target.value)} />
            </label>
          ) : null}
          <Save answer={answer} filled={filled} values={values} leaving={leaving} />
        </>
      ) : null}
    </Card>
  );
}

interface SaveProps {
  readonly answer: GapsAnswer;
  readonly filled: readonly OpenGap[];
  readonly values: ReadonlyMap<string, string>;
  readonly leaving: number;
}

function Save({ answer, filled, values, leaving }: SaveProps): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [requestId, setRequestId] = useState(mintRequestId);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      for (const [place, { file, version: base }] of answer.tables.entries()) {
        const gaps = filled.filter((gap) => gap.file === file);
        if (base === null || gaps.length === 0) continue;
        const fills = gaps.map((gap) => ({ code: gap.code, value: (values.get(keyOf(gap)) ?? "").trim() }));
        const form = { reason: t("gaps.reason"), requestId: `${requestId}-${place}` };
        await postGapsFill({ file, base, fills, ...form });
      }
      return { codes: filled.length, leaving };
    },
    onSuccess: async () => {
      setRequestId(mintRequestId());
      await queries.invalidateQueries();
    },
  });
  return (
    <div className="act">
      <Button type="primary" loading={isPending} disabled={filled.length === 0} onClick={() => mutate()}>
        {t("gaps.save", { count: filled.length })}
      </Button>
      <span aria-live="polite">
        {error ? (
          <ProblemNotice error={error} />
        ) : filled.length > 0 ? (
          t("gaps.leaving", { count: leaving })
        ) : data === undefined ? null : (
          t("gaps.saved", { codes: data.codes, count: data.leaving })
        )}
      </span>
    </div>
  );
}

/** Kinds of codes that Wangdiantong lists, each once for a scheme. */
function listedKinds(gaps: readonly OpenGap[]) {
  const kinds = gaps.flatMap(({ scheme, codes }) =>
    codes === null || codes === "skus" ? [] : [[`${scheme}/${codes}`, { scheme, what: codes }] as const],
  );
  return [...new Map(kinds).values()];
}

function keyOf({ scheme, subject, code }: OpenGap): string {
  return JSON.stringify([scheme, subject, code]);
}
