import { Button, Card } from "antd";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

import type { OverviewFlowItem as Minute } from "../api/operations.ts";
import { kingdeeClock } from "../core/moments.ts";

const HEIGHT = 200;
const COLOURS = { arrived: "#0958d9", delivered: "#237804" };

/** Orders a minute as a chart, and as a table for whoever reads rather than looks. */
export function Flow({ flow }: { readonly flow: readonly Minute[] }): ReactElement {
  const { t } = useTranslation();
  const [isTable, setIsTable] = useState(false);
  const toggle = (
    <Button aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
      {t(isTable ? "overview.flow-chart" : "overview.flow-table")}
    </Button>
  );
  return (
    <Card title={t("overview.flow")} extra={flow.length > 0 ? toggle : null}>
      {flow.length === 0 ? <p>{t("overview.flow-none")}</p> : null}
      {flow.length > 0 && isTable ? <FlowTable flow={flow} /> : null}
      {flow.length > 0 && !isTable ? <FlowChart flow={flow} /> : null}
    </Card>
  );
}

function FlowChart({ flow }: { readonly flow: readonly Minute[] }): ReactElement {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const [minute, arrived, delivered] = [t("overview.minute"), t("overview.arrived"), t("overview.delivered")];
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(chartOptions(element.clientWidth, [minute, arrived, delivered]), [[], [], []], element);
    chart.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, [minute, arrived, delivered]);
  useEffect(() => {
    chart.current?.setData([
      flow.map(({ minuteMs }) => minuteMs / 1_000),
      flow.map((each) => each.arrived),
      flow.map((each) => each.delivered),
    ]);
  }, [flow, minute, arrived, delivered]);
  return <div ref={place} role="img" aria-label={t("overview.flow")} />;
}

function line(label: string, stroke: string): uPlot.Series {
  return { label, stroke, width: 2, fill: `${stroke}1a` };
}

function clock(seconds: number): string {
  return kingdeeClock(seconds * 1_000).slice(0, 5);
}

function chartOptions(width: number, [minute, arrived, delivered]: readonly [string, string, string]): uPlot.Options {
  return {
    width,
    height: HEIGHT,
    series: [
      { label: minute, value: (_, seconds) => (seconds === null ? "" : clock(seconds)) },
      line(arrived, COLOURS.arrived),
      line(delivered, COLOURS.delivered),
    ],
    axes: [{ values: (_, splits) => splits.map(clock) }, {}],
    scales: { y: { range: (_, _least, most) => [0, Math.max(4, most ?? 0)] } },
  };
}

function FlowTable({ flow }: { readonly flow: readonly Minute[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="scroll tall" tabIndex={0} role="region" aria-label={t("overview.flow")}>
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{t("overview.minute")}</th>
            <th scope="col">{t("overview.arrived")}</th>
            <th scope="col">{t("overview.delivered")}</th>
          </tr>
        </thead>
        <tbody>
          {flow.toReversed().map(({ minuteMs, arrived, delivered }) => (
            <tr key={minuteMs}>
              <th scope="row">{kingdeeClock(minuteMs).slice(0, 5)}</th>
              <td>{arrived}</td>
              <td>{delivered}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
