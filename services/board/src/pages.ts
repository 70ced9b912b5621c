import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { findBuiltPage, PAGE_BUILDER } from "@billferry/console-page/built-page";
import type { Logger } from "@billferry/runtime";
import fastifyStatic, { type SendOptions } from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

import { policyWith } from "./door.ts";

/** The addresses of the page; what stands there is decided in the browser. Part of the address is the view. */
export const PAGE_PATHS = [
  "/",
  "/bills",
  "/bills/*",
  "/cases",
  "/cases/*",
  "/reconcile",
  "/schemes",
  "/audit",
  "/sign-in",
  "/tables",
] as const;

/** Names of these bear a sum of their content: whatever is under one stays. */
const ASSETS = "/assets/*";
/** Where a frame takes the word that its own styles bear; with it no others are taken. */
const NONCE_PLACE = /<meta name="csp-nonce" content=""\s*\/?>/;
/** Whoever has not signed in yet needs them for that. */
const OPEN = { config: { access: "anyone" } } as const;
const FOR_EVER: SendOptions = { maxAge: "365d", immutable: true };

interface PageOptions {
  readonly log: Logger;
  readonly language: "zh-CN" | "en";
}

/**
 * Serves the console's page: the frame, which holds no data, under each of its addresses. Where none is built of what
 * is there, one is built beside the board, and until then a plain page says so. That this fails never stops the board.
 */
export async function servePages(server: FastifyInstance, { log, language }: PageOptions): Promise<void> {
  const page: BuiltPage = { folder: findBuiltPage(), hasFailed: false };
  if (page.folder === undefined) void buildPage(server, page, log);
  // In a room of its own: Bull Board brings the same plugin.
  await server.register(async (pages) => {
    await pages.register(fastifyStatic, { serve: false, preCompressed: true });
    for (const path of PAGE_PATHS) pages.get(path, OPEN, async (_request, reply) => sendFrame(reply, page, language));
    pages.get(ASSETS, OPEN, async ({ url }, reply) => sendPart(reply, page, { file: pathOf(url), ...FOR_EVER }));
    pages.get("/icon.svg", OPEN, async (_request, reply) => sendPart(reply, page, { file: "icon.svg", maxAge: "1d" }));
  });
}

interface BuiltPage {
  folder: string | undefined;
  hasFailed: boolean;
}

async function sendFrame(reply: FastifyReply, page: BuiltPage, language: string): Promise<FastifyReply> {
  page.folder ??= findBuiltPage();
  const html = page.folder && (await readFile(join(page.folder, "index.html"), "utf8"));
  if (!html) void reply.status(503).header("retry-after", "3");
  const text = (html || noticeOf(page.hasFailed)).replace('lang="zh-CN"', `lang="${language}"`);
  const nonce = randomBytes(16).toString("base64url");
  const filled = text.replace(NONCE_PLACE, `<meta name="csp-nonce" content="${nonce}">`);
  if (filled !== text) void reply.header("content-security-policy", policyWith(`'nonce-${nonce}'`));
  // As bytes: whoever dresses other pages leaves this one alone.
  return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(Buffer.from(filled));
}

function sendPart(
  reply: FastifyReply,
  { folder }: BuiltPage,
  { file, ...options }: SendOptions & { readonly file: string },
): FastifyReply {
  if (folder !== undefined) return reply.sendFile(file, folder, options);
  reply.callNotFound();
  return reply;
}

function pathOf(url: string): string {
  return new URL(url, "http://board").pathname.slice(1);
}

async function buildPage(server: FastifyInstance, page: BuiltPage, log: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const builder = spawn(process.execPath, [PAGE_BUILDER], { stdio: ["ignore", "ignore", "pipe"] });
  const words: string[] = [];
  builder.stderr.setEncoding("utf8").on("data", (text: string) => words.push(text));
  builder.on("error", (error) => resolve(error.message));
  builder.on("close", (code) => resolve(code === 0 ? undefined : words.join("").trim().slice(-1_000)));
  server.addHook("onClose", () => void builder.kill());
  const problem = await promise;
  page.hasFailed = problem !== undefined;
  if (page.hasFailed) log.error({ event: "board.page-missing", problem }, "控制台页面未能生成;队列仍在 /queues");
}

/** Loads itself anew until there is more to see, unless that would be in vain. */
function noticeOf(hasFailed: boolean): string {
  const [chinese, english] = hasFailed
    ? ["控制台页面未能生成,原因见看板日志。", "The page could not be built; the board's log says why."]
    : ["正在生成控制台页面,数秒后自动显示。", "The page is being built and will show by itself in a few seconds."];
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>Billferry</title>${hasFailed ? "" : '<meta http-equiv="refresh" content="2">'}</head>
<body><h1>Billferry</h1><p>${chinese}<br>${english}</p><p><a href="/queues">队列 Queues</a></p></body>
</html>
`;
}
