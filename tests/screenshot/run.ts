import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { openBoardPage } from "./board-page.ts";
import { ensureChromium } from "./chromium.ts";
import { findRefusedButtons } from "./refused-buttons.ts";
import { startTrialBoard, type TrialBoard } from "./trial-board.ts";

/**
 * `npm run screenshot`: the board's load queue after a first sync, in a real browser, as docs/images/bull-board.png.
 * On a trial board it also looks for buttons of what the board refuses, and fails where one is shown.
 * With `BOARD_URL` (ending in `/queues`) the picture is of that board.
 */
const IMAGES = join(import.meta.dirname, "..", "..", "docs", "images");
const FILE = join(IMAGES, "bull-board.png");

const chromiumPath = await ensureChromium((line) => process.stderr.write(`${line}\n`));
const given = process.env["BOARD_URL"];
const board: TrialBoard = given
  ? { url: given, stop: async () => undefined }
  : await startTrialBoard({ bills: 60, unknownSkus: 2 });
try {
  const { page, close } = await openBoardPage({ chromiumPath, url: `${board.url}/queue/load` });
  try {
    await page
      .getByText(/load-\S+-[0-9a-f]{8}/)
      .first()
      .waitFor();
    await mkdir(IMAGES, { recursive: true });
    await page.screenshot({ path: FILE });
    process.stdout.write("docs/images/bull-board.png\n");
    const shown = given ? [] : await findRefusedButtons(page, board.url);
    if (shown.length > 0) throw new Error(`the board shows buttons of what it refuses: ${shown.join(", ")}`);
  } finally {
    await close();
  }
} finally {
  await board.stop();
}
