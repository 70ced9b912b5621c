import { expect, test } from "vitest";

import { PAGE_PATHS } from "../src/pages.ts";
import { openBoard } from "./board-world.ts";

/** The board of a checkout where nothing is built builds the page, and says so meanwhile. */
async function openBuiltBoard(options: Parameters<typeof openBoard>[0] = {}) {
  const board = await openBoard(options);
  await expect.poll(async () => (await board.act("/")).status, { timeout: 25_000 }).toBe(200);
  return board;
}

test("each address of the page answers when it is opened or reloaded directly, and is never kept", async () => {
  const { act } = await openBuiltBoard();
  for (const path of PAGE_PATHS) {
    const answer = await act(path.replace("*", "XSCKD%2F000001%23%E5%8D%95"));
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(await answer.text()).toContain('<div id="root">');
  }
  expect((await act("/nowhere")).status).toBe(404);
});

test("each frame has a nonce of its own for its styles, and the browser takes no others", async () => {
  const { act } = await openBuiltBoard();
  const take = async () => {
    const answer = await act("/");
    const [, nonce = ""] = /<meta name="csp-nonce" content="([\w-]+)">/.exec(await answer.text()) ?? [];
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}';`);
    expect(policy).not.toContain("unsafe");
    return nonce;
  };
  expect(await take()).not.toBe(await take());
});

test("the page's parts are kept for ever and come compressed to whoever can read that", async () => {
  const { act } = await openBuiltBoard();
  const html = await (await act("/")).text();
  const part = /\/assets\/index-[\w-]+\.js/.exec(html)?.[0] ?? "";
  const answer = await act(part, { headers: { "accept-encoding": "br, gzip" } });
  expect(answer.headers.get("content-encoding")).toBe("br");
  expect(answer.headers.get("content-type")).toContain("javascript");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await act(part, { headers: { "accept-encoding": "gzip" } })).headers.get("content-encoding")).toBe("gzip");
  expect((await act("/icon.svg")).headers.get("content-type")).toContain("svg");
});

test.each(["/assets/none.js", "/assets/..%2findex.html", "/assets/%2e%2e/%2e%2e/package.json", "/assets/"])(
  "nothing beside the page's parts is given away: %s",
  async (path) => {
    const { act } = await openBuiltBoard();
    expect([403, 404]).toContain((await act(path)).status);
  },
);

test("the page is delivered in the language of the board", async () => {
  const { act } = await openBuiltBoard({ language: "en" });
  expect(await (await act("/")).text()).toContain('<html lang="en">');
});
