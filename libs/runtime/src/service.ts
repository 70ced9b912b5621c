import { describeError, isFault, serviceLanguage, LANGUAGES, type FaultCode, type Told } from "@billferry/contracts";
import { keepWarm } from "@billferry/launch";
import { renderMetrics, sample, tally, type Sample } from "@billferry/metrics";
import {
  connectRedis,
  proveRedis,
  redisAddress,
  redisNowMs,
  waitForRedis,
  type Logger,
  type RedisConnection,
} from "@billferry/redis";
import { z } from "zod";

import {
  address,
  describeSettings,
  parseSettings,
  readSecretFiles,
  wholeNumber,
  type Environment,
} from "@billferry/settings";
import { startHealthServer, type Readiness } from "./health.ts";
import { createLogger } from "./logger.ts";
import { missWatcher } from "./watcher-heartbeat.ts";
import { currentTracing, startTracing } from "./tracing.ts";

const EXIT_CONFIG = 78; // EX_CONFIG of sysexits: supervisors can tell a bad setting from a crash
const EXIT_FAILURE = 1;

// Failures that a restart does not mend.
const CONFIG_CODES: ReadonlySet<FaultCode> = new Set([
  "CONFIG_INVALID",
  "SCHEME_INVALID",
  "STATE_UNREADABLE",
  "INSTALLATION_CONFLICT",
  "ACCOUNT_CHANGED",
  "REDIS_UNUSABLE",
]);

/** Settings of every service. */
export const SERVICE_SETTINGS = {
  REDIS_URL: redisAddress().describe("Redis 地址(队列与台账);用户名、密码中的特殊字符写成百分号编码"),
  INSTALLATION: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,40}$/, "应为 1 到 40 个字母、数字或 . _ -")
    .meta({ form: "1–40 个字母、数字或 . _ -" })
    .default("default")
    .describe("本套安装的名称;同一台账只允许一套安装使用,第二套会被拒绝启动"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace"]).default("info").describe("日志级别"),
  BILLFERRY_LANG: z
    .enum(LANGUAGES)
    .default("zh")
    .describe("日志与错误信息的语言:zh 中文,en 英文;系统的 locale 不影响服务"),
  HEALTH_HOST: z.string().default("127.0.0.1").describe("健康检查监听地址"),
  HEALTH_PORT: wholeNumber(0, 65_535).default(0).describe("健康检查端口;0 表示任选空闲端口并写入日志"),
  OTEL_EXPORTER_OTLP_ENDPOINT: address("http", "https")
    .optional()
    .describe("OpenTelemetry 收集器地址(OTLP/HTTP,例如 http://collector:4318);设置后每张单据一条调用链,不含单据内容"),
};

type ServiceSettings = z.infer<z.ZodObject<typeof SERVICE_SETTINGS>>;

/** What a service is given to start with. */
export interface ServiceContext<Settings> {
  readonly settings: Readonly<Settings & ServiceSettings>;
  /** All of it, files of secrets read: for settings whose names are not known beforehand, like those of accounts. */
  readonly env: Environment;
  readonly redis: RedisConnection;
  readonly log: Logger;
}

export interface RunningService {
  /** Problems that make this replica unfit for work right now; empty when all is well. */
  readiness?(): Promise<readonly string[]> | readonly string[];
  /** How things stand, asked at each look of a Prometheus; beside what the process counts by itself. */
  measure?(): Promise<readonly Sample[]>;
  stop(): Promise<void>;
}

export interface ServiceDefinition<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly version: string;
  readonly settings: Shape;
  /** Problems across settings, one line each ("NAME:…"); reported together with all others. */
  findProblems?(env: Environment): readonly (Told | string)[];
  start(context: ServiceContext<z.infer<z.ZodObject<Shape>>>): Promise<RunningService>;
}

// Above the longest vendor call (30 s), below the container's grace period (45 s in docker-compose.yml).
const STOP_DEADLINE_MS = 40_000;

/**
 * Runs a service from first to last line: settings (all problems at once, exit code 78, before anything connects),
 * Redis, the service itself, health; then, on SIGTERM or SIGINT, stop in reverse order. A second signal ends at once;
 * work that was under way is then taken over by another replica.
 */
export async function runService<Shape extends z.ZodRawShape>(definition: ServiceDefinition<Shape>): Promise<void> {
  const shape = { ...SERVICE_SETTINGS, ...definition.settings };
  const { settings, env } = readSettings(definition, process.env);
  const log = createLogger({ name: definition.name, level: settings.LOG_LEVEL, version: definition.version });
  log.info({ event: "service.start", settings: describeSettings(shape, settings) }, "服务启动");
  const redis = connectRedis(settings.REDIS_URL, log);
  try {
    await startTracing(settings.OTEL_EXPORTER_OTLP_ENDPOINT, definition);
    await waitForRedis(redis, log);
    const service = await definition.start({ settings, env, redis, log } as never);
    const health = await startHealthServer({
      host: settings.HEALTH_HOST,
      port: settings.HEALTH_PORT,
      readiness: async () => judgeReadiness(redis, service),
      metrics: async () => renderMetrics({ tally, samples: await measure(definition, service) }),
    });
    // Who is told that it is ready may tell it to stop at once.
    const stopping = stopSignal(log);
    log.info({ event: "service.ready", healthPort: health.port }, "服务就绪");
    await keepWarm();
    const signal = await stopping;
    log.info({ event: "service.stopping", signal }, { zh: "服务正在停止", en: "service is stopping" });
    setTimeout(() => {
      log.error({ event: "service.stop-deadline" }, "未能按时停止,强制退出;未完成的任务由其他副本接管");
      process.exit(EXIT_FAILURE);
    }, STOP_DEADLINE_MS).unref();
    await service.stop();
    await currentTracing()?.stop();
    await health.close();
    await redis.quit();
    log.info({ event: "service.stop" }, "服务已停止");
    process.exit(0);
  } catch (error) {
    const isConfig = isFault(error) && CONFIG_CODES.has(error.code);
    log.fatal({ event: "service.failed", error: explain(error) }, "服务无法启动");
    process.stderr.write(`${explain(error)}\n`);
    process.exit(isConfig ? EXIT_CONFIG : EXIT_FAILURE);
  }
}

function readSettings<Shape extends z.ZodRawShape>(
  definition: ServiceDefinition<Shape>,
  env: Environment,
): { readonly settings: z.infer<z.ZodObject<Shape>> & ServiceSettings; readonly env: Environment } {
  try {
    const shape = { ...SERVICE_SETTINGS, ...definition.settings };
    const resolved = readSecretFiles(env);
    const settings = parseSettings(shape, resolved, { problems: definition.findProblems?.(resolved) ?? [] });
    return { settings: settings as z.infer<z.ZodObject<Shape>> & ServiceSettings, env: resolved };
  } catch (error) {
    process.stderr.write(`${definition.name}: ${explain(error)}\n`);
    process.exit(EXIT_CONFIG);
  }
}

async function judgeReadiness(redis: RedisConnection, service: RunningService): Promise<Readiness> {
  try {
    await proveRedis(redis, 1_000);
  } catch (error) {
    return { isReady: false, reasons: [error instanceof Error ? error.message : "Redis 无应答"] };
  }
  const reasons = (await service.readiness?.()) ?? [];
  const unwatched = await missWatcher(redis, await redisNowMs(redis)).catch(() => undefined);
  return { isReady: reasons.length === 0, reasons, ...(unwatched === undefined ? {} : { warnings: [unwatched] }) };
}

async function measure(
  { name, version }: { readonly name: string; readonly version: string },
  service: RunningService,
): Promise<readonly Sample[]> {
  return [sample("build_info", { service: name, version }, 1), ...((await service.measure?.()) ?? [])];
}

async function stopSignal(log: Logger): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let count = 0;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      count += 1;
      if (count > 1) {
        log.warn({ event: "service.killed", signal }, "再次收到停止信号,立即退出");
        process.exit(EXIT_FAILURE);
      }
      resolve(signal);
    });
  }
  return promise;
}

/** A bug is told with where it is. */
function explain(error: unknown): string {
  const isBug = error instanceof Error && !isFault(error) && !("text" in error);
  return isBug ? (error.stack ?? error.message) : describeError(error, serviceLanguage(process.env));
}
