import { chromium, type Page } from "playwright-core";

export interface BoardPage {
  readonly page: Page;
  /** Addresses outside this machine that the page asked for; all were refused. */
  readonly foreignRequests: readonly string[];
  readonly close: () => Promise<void>;
}

const VIEW = { width: 1_440, height: 900 };
const LIMIT_MS = 30_000;
// What a headless browser needs not, and what it cannot have as root or in a container.
const FLAGS = [
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
];

/** Opens a page of the board in a real browser that reaches nothing but this machine. */
export async function openBoardPage(options: {
  readonly chromiumPath: string;
  readonly url: string;
  readonly view?: { readonly width: number; readonly height: number };
}): Promise<BoardPage> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: options.chromiumPath,
    args: [...FLAGS, ...(isRoot ? ["--no-sandbox"] : [])],
    timeout: LIMIT_MS,
  });
  try {
    const context = await browser.newContext({
      viewport: options.view ?? VIEW,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
    });
    context.setDefaultTimeout(LIMIT_MS);
    const page = await context.newPage();
    const foreignRequests: string[] = [];
    await page.route("**/*", async (route) => {
      const { hostname, protocol } = new URL(route.request().url());
      if (protocol === "data:" || hostname === new URL(options.url).hostname) return route.continue();
      foreignRequests.push(route.request().url());
      return route.abort();
    });
    await page.goto(options.url);
    return { page, foreignRequests, close: async () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
