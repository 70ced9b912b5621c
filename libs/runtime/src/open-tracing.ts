import type { QueueName } from "@billferry/contracts";
import type { Context } from "@opentelemetry/api";
import type { Sampler } from "@opentelemetry/sdk-trace";
import type { Telemetry } from "bullmq";

import type { Tracing } from "./tracing.ts";

/** Of BullMQ's many spans those that somebody looks for: a job that is added, and one that is worked on. */
const WORK = /^(add|process) /;
/** What reads by the clock begins a trace with each turn; else each would be a child of the one before, for ever. */
const BY_CLOCK: ReadonlySet<QueueName> = new Set(["extract", "sweep"]);

/**
 * Traces in OTLP's JSON, one for each bill over all stages: the bill's own span, the jobs of transformer and loader,
 * and the calls to Wangdiantong. The reading that found it is a trace of its own, to which the bill's is linked. Loaded
 * here and nowhere else, each library by itself, so that a program without an address loads none of them.
 */
export async function openTracing(
  endpoint: string,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<Tracing> {
  const [api, sdk, { AsyncLocalStorageContextManager }, core, { resourceFromAttributes }, exporter, bullmq] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/context-async-hooks"),
      import("@opentelemetry/core"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("bullmq-otel"),
    ]);
  const { context, propagation, ROOT_CONTEXT, SpanKind, trace } = api;
  const sampler: Sampler = {
    shouldSample: (_context, _traceId, span, kind) => ({
      decision:
        kind === SpanKind.INTERNAL || (kind !== SpanKind.CLIENT && kind !== SpanKind.SERVER && !WORK.test(span))
          ? sdk.SamplingDecision.NOT_RECORD
          : sdk.SamplingDecision.RECORD_AND_SAMPLED,
    }),
    toString: () => "work",
  };
  const url = `${endpoint.replace(/\/$/, "")}/v1/traces`;
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ "service.name": `billferry-${name}`, "service.version": version }),
    sampler,
    // Events of BullMQ hold results and texts of errors, which are for the log and the console.
    spanLimits: { eventCountLimit: 0 },
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new exporter.OTLPTraceExporter({ url }) })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  const tracer = trace.getTracer("billferry", version);
  const telemetry: Telemetry<Context> = new bullmq.BullMQOtel({ tracerName: "bullmq" });
  return {
    telemetryOf: (stage) => withRoots(telemetry, { root: ROOT_CONTEXT, isByClock: BY_CLOCK.has(stage) }),
    beginBill: async (bill, act) => {
      const links = [trace.getSpanContext(context.active())].flatMap((found) => (found ? [{ context: found }] : []));
      const attributes = attributesOf(bill);
      const span = tracer.startSpan("bill", { kind: SpanKind.SERVER, links, attributes }, ROOT_CONTEXT);
      try {
        return await context.with(trace.setSpan(ROOT_CONTEXT, span), act);
      } finally {
        span.end();
      }
    },
    noteCall: ({ vendor, purpose, account, durationMs, code }) => {
      const result = { "billferry.account": account, "billferry.result": code ?? "ok" };
      const startTime = Date.now() - durationMs;
      tracer.startSpan(`${vendor} ${purpose}`, { kind: SpanKind.CLIENT, startTime, attributes: result }).end();
    },
    noteOutcome: (outcome, code) => {
      const span = trace.getActiveSpan();
      span?.setAttribute("billferry.outcome", outcome);
      if (code !== undefined) span?.setAttribute("billferry.code", code);
    },
    stop: async () => provider.shutdown().catch(() => undefined),
  };
}

function attributesOf(bill: object): Record<string, string> {
  const { scheme = "", billNo = "" } = bill as { readonly scheme?: string; readonly billNo?: string };
  return { "billferry.scheme": scheme, "billferry.bill": billNo };
}

/** A job that brings no trace along begins one, whatever happens to be under way where it is taken. */
function withRoots(
  { tracer, contextManager }: Telemetry<Context>,
  { root, isByClock }: { readonly root: Context; readonly isByClock: boolean },
): Telemetry<Context> {
  return {
    tracer: {
      startSpan: (name, options, parent) =>
        tracer.startSpan(name, options, name.startsWith("process ") ? (parent ?? root) : parent),
    },
    contextManager: {
      with: (...args) => contextManager.with(...args),
      active: () => contextManager.active(),
      root: () => root,
      getMetadata: (context) => (isByClock ? "" : contextManager.getMetadata(context)),
      fromMetadata: (active, metadata) => contextManager.fromMetadata(active, metadata),
    },
  };
}
