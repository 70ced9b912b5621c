import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startSandbox } from "@billferry/sandbox";
import { startRedis } from "@billferry/testing";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";

import { environmentOf, render, services, WITHOUT_KUBECTL, type Manifest, type PodSpec } from "./manifests.ts";
import { isAllThere, secretsOf } from "./sandbox-world.ts";
import { startProcess } from "./service-process.ts";

const LIMIT_MS = 400_000;

/** Where the Pods of the test find what in a cluster stands elsewhere. */
interface Place {
  readonly folder: string;
  readonly sandboxUrl: string;
}

test.skipIf(WITHOUT_KUBECTL !== "")(
  `the command and settings of each Pod of the production overlay carry bills, and its probes find it ready${WITHOUT_KUBECTL}`,
  { timeout: LIMIT_MS },
  async () => {
    const redis = await startRedis({ persistent: true });
    onTestFinished(async () => redis.stop());
    const sandbox = await startSandbox({ bills: 12, seed: 4, callsPerMinute: 100_000 });
    onTestFinished(async () => sandbox.stop());
    const folder = mkdtempSync(join(tmpdir(), "billferry-pods-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    const secrets = secretsOf({ redis_url: redis.url, alert_dingtalk_url: "", alert_dingtalk_secret: "" });
    for (const name of ["redis", "kingdee", "wangdiantong", "alerts"]) {
      mkdirSync(join(folder, "secrets", name), { recursive: true });
      for (const [key, value] of Object.entries(secrets)) writeFileSync(join(folder, "secrets", name, key), value);
    }
    const manifests = render("production");
    const pods = [...services(manifests)];
    const running = await Promise.all(
      pods.map(async ([name, pod]) => startPod(name, { pod, manifests, place: { folder, sandboxUrl: sandbox.url } })),
    );
    for (const { untilReady } of running) await untilReady();
    await expect.poll(async () => isAllThere(sandbox.controlUrl), { timeout: 200_000, interval: 500 }).toBe(true);
    for (const { stop } of running) expect(await stop()).toBe(0);
  },
);

async function startPod(
  name: string,
  { pod, manifests, place }: { pod: PodSpec; manifests: readonly Manifest[]; place: Place },
) {
  const [container] = pod.containers;
  const port = await getPort();
  const environment = environmentOf(pod, manifests);
  const env: Record<string, string> = {};
  for (const [variable, value] of Object.entries(environment))
    env[variable] = value
      .replace("/run/secrets", join(place.folder, "secrets"))
      .replace(/^https:\/\/kingdee\.example\.com/, place.sandboxUrl)
      .replace(/^https:\/\/api\.wangdian\.cn/, place.sandboxUrl);
  const own = {
    HEALTH_PORT: String(port),
    HEALTH_HOST: "127.0.0.1",
    TABLES_DIR: join(place.folder, "tables"),
    AUDIT_DIR: join(place.folder, "audit"),
    WDT_CALLS_PER_MINUTE: "100000",
    START_FROM: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    ...(name === "board" ? { BOARD_PORT: "0", BOARD_HOST: "127.0.0.1", BOARD_USERS_FILE: "" } : {}),
  };
  const [, ...args] = container?.command ?? [];
  const { ready, hasEnded, stop } = startProcess([process.execPath, ...args], { ...env, ...own });
  const ask = async (path = ""): Promise<number> => {
    if (hasEnded()) await ready;
    return fetch(`http://127.0.0.1:${port}${path}`).then(
      (answer) => answer.status,
      () => 0,
    );
  };
  return {
    /** By the paths of the Pod's own probes. */
    untilReady: async (): Promise<void> => {
      for (const probe of [container?.startupProbe, container?.livenessProbe, container?.readinessProbe])
        await expect
          .poll(async () => ask(probe?.httpGet?.path), { timeout: 120_000, interval: 250, message: name })
          .toBe(200);
    },
    stop,
  };
}
