import type { Page } from "playwright-core";

/** What a person sees of actions on a page: words of the open menu, and the pictures of the buttons. */
interface SeenActions {
  readonly words: readonly string[];
  readonly pictures: readonly string[];
}

const REFUSED_WORDS = ["添加作业", "设置并发数", "设置速率限制", "清空", "彻底删除"];
const REFUSED_PICTURES = [
  "plus",
  "files",
  "pencil",
  "clock",
  "arrow-up-down",
  "list-x",
  "gauge",
  "ban",
  "chart-no-axes-gantt",
];

/**
 * Looks through the board in a real browser for buttons of what it refuses: a queue's menu, its failed and waiting
 * jobs, the schedules. Gives back those that are shown; throws where it cannot find what is allowed, so that an empty
 * page is no proof.
 */
export async function findRefusedButtons(page: Page, boardUrl: string): Promise<readonly string[]> {
  await page.goto(`${boardUrl}/queue/load?status=failed`);
  await page.locator('ul[class*="jobActions"] svg.lucide-refresh-cw').first().waitFor();
  const failed = await seeActions(page);
  await page.locator('main button[aria-haspopup="menu"], section button[aria-haspopup="menu"]').first().click();
  await page.getByRole("menuitem", { name: "暂停" }).waitFor();
  const menu = await seeActions(page);
  await page.goto(`${boardUrl}/queue/extract?status=delayed`);
  await page.locator('ul[class*="jobActions"] svg.lucide-corner-up-left').first().waitFor();
  const delayed = await seeActions(page);
  await page.goto(`${boardUrl}/job-schedulers`);
  await page.locator('td[class*="actionsCell"] button').first().waitFor();
  const schedules = await seeActions(page);
  return [
    ...[failed, menu, delayed, schedules].flatMap(findRefused),
    ...[delayed, schedules].flatMap(({ pictures }) => pictures.filter((name) => name === "trash-2")),
  ];
}

function findRefused({ words, pictures }: SeenActions): string[] {
  return [
    ...words.filter((word) => REFUSED_WORDS.includes(word)),
    ...pictures.filter((name) => REFUSED_PICTURES.includes(name)),
  ];
}

async function seeActions(page: Page): Promise<SeenActions> {
  const words = await page.getByRole("menuitem").filter({ visible: true }).allInnerTexts();
  const icons = page.locator('[role="menuitem"] svg, main button svg, section button svg').filter({ visible: true });
  const classes = await icons.evaluateAll((found) => found.map((icon) => icon.getAttribute("class") ?? ""));
  // One picture may bear two spellings of its name.
  const pictures = classes.flatMap((text) => [...text.matchAll(/lucide-([a-z0-9-]+)/g)].map(([, name = ""]) => name));
  return { words: words.map((word) => word.trim()), pictures };
}
