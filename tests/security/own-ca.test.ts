import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import getPort from "get-port";
import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";

vi.setConfig({ testTimeout: 180_000 });

const BOARD = join(import.meta.dirname, "..", "..", "services/board/src/main.ts");
const LAUNCHER = join(import.meta.dirname, "..", "..", "services/cli/bin/billferry.js");

/** A CA of the test's own, and a certificate of it for this machine. */
function makeCertificates(folder: string): { readonly ca: string; readonly cert: string; readonly key: string } {
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...curve, "-subj", "/CN=Own CA", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem");
  openssl("req", ...curve, "-subj", "/CN=localhost", "-keyout", "own.key", "-out", "own.csr");
  writeFileSync(join(folder, "names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
  openssl("x509", "-req", "-in", "own.csr", ...by, "-out", "own.pem");
  return { ca: join(folder, "ca.pem"), cert: join(folder, "own.pem"), key: join(folder, "own.key") };
}

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "billferry-ca-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function startTlsRedis({ ca, cert, key }: ReturnType<typeof makeCertificates>): Promise<string> {
  const port = await getPort();
  const tls = ["--tls-port", `${port}`, "--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", ca];
  const server = await startRedis({ extraArgs: [...tls, "--tls-auth-clients", "no"] });
  const client = new Redis(port, { host: "127.0.0.1", tls: { ca: readFileSync(ca) } });
  client.on("error", () => undefined);
  onTestFinished(async () => {
    client.disconnect();
    await server.stop();
  });
  await client.ping();
  return `rediss://127.0.0.1:${port}`;
}

/** Answers every call; what it says is no vendor's answer. */
async function startHttps({ cert, key }: ReturnType<typeof makeCertificates>): Promise<{ url: string; calls: number }> {
  const seen = { url: "", calls: 0 };
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_request, response) => {
    seen.calls += 1;
    response.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  seen.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return seen;
}

async function billferry(args: readonly string[], env: Readonly<Record<string, string>>) {
  const base = { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", DATA_DIR: ownFolder() };
  const options = { env: { ...base, ...env }, extendEnv: false, reject: false, stdin: "ignore" } as const;
  return execa(process.execPath, [LAUNCHER, ...args], options);
}

test("Redis: a server under an own CA is refused until that CA is named", async () => {
  const certificates = makeCertificates(ownFolder());
  const REDIS_URL = await startTlsRedis(certificates);
  const refused = await billferry(["status"], { REDIS_URL });
  expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringMatching(/certificate|证书/)]);
  const trusted = await billferry(["status", "--json"], { REDIS_URL, NODE_EXTRA_CA_CERTS: certificates.ca });
  expect(trusted.exitCode).not.toBe(3);
  expect(trusted.stdout).toContain("{");
});

test("both vendors: a server under an own CA is refused until that CA is named", async () => {
  const certificates = makeCertificates(ownFolder());
  const [kingdee, wangdiantong] = [await startHttps(certificates), await startHttps(certificates)];
  const REDIS_URL = await startTlsRedis(certificates);
  const vendors = {
    REDIS_URL,
    KINGDEE_URL: `${kingdee.url}k3cloud/`,
    KINGDEE_ACCOUNT: "a",
    KINGDEE_USER: "u",
    KINGDEE_APP_ID: "i",
    KINGDEE_APP_SECRET: "s",
    WDT_URL: `${wangdiantong.url}openapi2/`,
    WDT_SID: "s",
    WDT_APPKEY: "k",
    WDT_APPSECRET: "s",
    START_FROM: "2026-11-01 00:00:00",
  };
  await billferry(["doctor", "--json"], vendors);
  expect([kingdee.calls, wangdiantong.calls]).toEqual([0, 0]);
  await billferry(["doctor", "--json"], { ...vendors, NODE_EXTRA_CA_CERTS: certificates.ca });
  expect(kingdee.calls).toBeGreaterThan(0);
  expect(wangdiantong.calls).toBeGreaterThan(0);
});

test("the provider of company accounts: one under an own CA is refused until that CA is named", async () => {
  const certificates = makeCertificates(ownFolder());
  const redis = await startRedis();
  onTestFinished(async () => redis.stop());
  const provider = await startHttps(certificates);
  const settings = {
    REDIS_URL: redis.url,
    BOARD_PORT: "0",
    HEALTH_PORT: "0",
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: "console",
    OIDC_ROLES: "it=admin",
    CONSOLE_URL: "https://console.example.com",
  };
  const ask = async (own: Readonly<Record<string, string>>): Promise<string> => {
    const env = { PATH: process.env["PATH"] ?? "", AUDIT_DIR: ownFolder(), ...settings, ...own };
    const board = execa(process.execPath, [BOARD], {
      env,
      extendEnv: false,
      reject: false,
      all: true,
      stdin: "ignore",
    });
    try {
      for await (const line of createInterface({ input: board.all })) if (line.includes("board.oidc-")) return line;
      throw new Error("the board said nothing of its provider");
    } finally {
      board.kill("SIGKILL");
      await board;
    }
  };
  expect(await ask({})).toMatch(/certificate|self-signed/i);
  expect(provider.calls).toBe(0);
  // What it answers is no provider's: but it was asked.
  expect(await ask({ NODE_EXTRA_CA_CERTS: certificates.ca })).toContain("board.oidc-unreachable");
  expect(provider.calls).toBe(1);
});
