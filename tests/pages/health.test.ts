import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import getPort from "get-port";
import { expect, test } from "vitest";
import { parse } from "yaml";

import { startStack } from "../pipeline/stack.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGES = ["docs/health.md", "docs/en/health.md"];
const LIMIT_MS = 180_000;
const SERVICES = ["extractor", "transformer", "loader", "clerk", "board", "watcher"] as const;

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The cells of each line that begins with this. */
function rowsOf(page: string, begin: RegExp): readonly (readonly string[])[] {
  const lines = read(page).split("\n");
  return lines
    .filter((line) => begin.test(line))
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
}

async function bodyOf(answer: Response): Promise<unknown> {
  return JSON.parse(await answer.text());
}

/** The status, and the answer where it is written out. */
function promiseOf(cell: string): { readonly status: number; readonly body: object | undefined } {
  const [, status, body] = /^(\d{3})(?: `(\{.*\})`)?/.exec(cell) ?? [];
  return { status: Number(status), body: body === undefined ? undefined : (JSON.parse(body) as object) };
}

test.each(PAGES)(
  "%s: the ports are those of units, containers and manifests, for every service that there is",
  (page) => {
    const ports = rowsOf(page, /^\| `\w+` +\| \d/).map(([service = "", systemd, containers]) => ({
      service: service.replaceAll("`", ""),
      systemd,
      containers,
    }));
    const { services } = parse(read("docker-compose.yml"), { merge: true }) as {
      services: Record<string, { environment?: Record<string, string> }>;
    };
    const kubernetes = /^HEALTH_PORT=(\d+)$/m.exec(read("deploy/kubernetes/base/settings/common.env"))?.[1];
    const units = readdirSync(join(ROOT, "deploy/systemd")).flatMap((file) => {
      const service = /^billferry-(\w+)\.service$/.exec(file)?.[1];
      if (service === undefined) return [];
      const port = /^Environment=HEALTH_PORT=(\d+)$/m.exec(read(join("deploy/systemd", file)))?.[1];
      return port === undefined ? [] : [{ service, systemd: port }];
    });
    expect(ports.map(({ service, systemd }) => ({ service, systemd })).toSorted(byService)).toEqual(
      units.toSorted(byService),
    );
    for (const { service, containers } of ports)
      expect([service, containers, containers]).toEqual([
        service,
        services[service]?.environment?.["HEALTH_PORT"],
        kubernetes,
      ]);
  },
);

function byService(one: { readonly service: string }, other: { readonly service: string }): number {
  return one.service.localeCompare(other.service);
}

test(
  "what the pages say of each address is what every service answers, with Redis and without",
  { timeout: LIMIT_MS },
  async () => {
    const [health, ready, metrics] = rowsOf(PAGES[0] ?? "", /^\| `GET \/\w+` /);
    expect(rowsOf(PAGES[1] ?? "", /^\| `GET \/\w+` /).map(([request]) => request)).toEqual(
      [health, ready, metrics].map((row) => row?.[0]),
    );
    const stack = await startStack({ bills: 3 });
    const running = await Promise.all(
      SERVICES.map(async (service) => {
        const [port, boardPort] = [await getPort(), await getPort()];
        const own = service === "board" ? { BOARD_PORT: String(boardPort) } : {};
        await stack.start(service, { HEALTH_PORT: String(port), ...own }).ready;
        const ask = async (path: string, init?: RequestInit): Promise<Response> =>
          fetch(`http://127.0.0.1:${port}${path}`, init);
        return { service, ask, boardPort };
      }),
    );
    for (const { service, ask } of running) {
      for (const row of [health, ready]) {
        const [request = "", well = ""] = row ?? [];
        const answer = await ask(request.replace(/`|GET /g, ""));
        const { status, body } = promiseOf(well);
        expect({ service, request, status: answer.status, body: await bodyOf(answer) }).toEqual({
          service,
          request,
          status,
          body,
        });
      }
      const scraped = await ask("/metrics");
      expect([service, scraped.status]).toEqual([service, promiseOf(metrics?.[1] ?? "").status]);
      expect(await scraped.text()).toContain(`billferry_build_info{service="${service}"`);
      expect((await ask("/elsewhere")).status).toBe(404);
      expect((await ask("/health", { method: "POST" })).status).toBe(404);
      expect((await ask("/ready", { method: "HEAD" })).status).toBe(200);
    }
    const board = running.find(({ service }) => service === "board");
    expect((await fetch(`http://127.0.0.1:${board?.boardPort}/health`)).status).toBe(200);

    stack.redis.pause();
    for (const { service, ask } of running) {
      expect([service, (await ask("/health")).status]).toEqual([service, 200]);
      const answer = await ask("/ready");
      const { status, body } = promiseOf(ready?.[2] ?? "");
      expect([service, answer.status, await bodyOf(answer)]).toMatchObject([
        service,
        status,
        { ...body, reasons: [expect.stringMatching(/./)] },
      ]);
    }
    stack.redis.resume();
    for (const { service, ask } of running)
      await expect
        .poll(async () => [service, (await ask("/ready")).status], { timeout: 30_000 })
        .toEqual([service, 200]);
  },
);
