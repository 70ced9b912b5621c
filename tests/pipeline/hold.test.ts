import { expect, test } from "vitest";

import { startStack } from "./stack.ts";

const LIMIT_MS = 400_000;
const WAIT = { timeout: 120_000, interval: 250 };

test(
  "a bill that a person holds back is not pushed, over a restart, new content and a retry, and leaves once it is released",
  { timeout: LIMIT_MS },
  async () => {
    const stack = await startStack({ bills: 0 });
    const extractor = stack.start("extractor");
    const transformer = stack.start("transformer");
    await Promise.all([extractor.ready, transformer.ready]);
    await stack.control("bills", { billNo: "WAITS", lines: [{ quantity: "5" }] });
    await stack.control("bills/WAITS/audit", {});
    const known = async () => (await stack.cli("bill", "WAITS")).stdout;
    await expect.poll(known, WAIT).toContain("订单 WAITS-CK001");

    const held = await stack.cli("hold", "WAITS", "--note", "等新品建档", "--by", "li");
    expect([held.exitCode, held.stdout]).toEqual([0, "WAITS:已搁置"]);
    const second = await stack.cli("hold", "waits", "--note", "也等", "--by", "wang");
    expect(second.stdout).toMatch(/^WAITS:此前已由 li 于 .* 搁置\(等新品建档\)$/);

    const loader = stack.start("loader");
    await loader.ready;
    await stack.control("bills/WAITS/edit", { lines: [{ seq: 1, quantity: "6" }], reaudit: true });
    await expect.poll(async () => (await stack.cli("cases")).stdout, WAIT).toMatch(/BILL_ON_HOLD.*li:等新品建档/s);
    await stack.cli("retry", "--bill", "WAITS");
    // Another bill's way through shows that all that could go has gone.
    await stack.control("bills", { billNo: "GOES", lines: [{}] });
    await stack.control("bills/GOES/audit", {});
    await stack.untilPresent(1);
    expect((await stack.summary()).present).toBe(1);

    expect((await stack.cli("release", "WAITS", "--note", "已建档", "--by", "wang")).stdout).toBe(
      "WAITS:已放行,正在重做并推送",
    );
    await stack.untilPresent(2);
    await stack.untilIdle();
    expect(await stack.status()).toMatchObject({ held: 0 });
    expect(await known()).toMatch(/人工搁置,等新品建档\(li\)[\s\S]*人工放行,已建档\(wang\)/);
    expect((await stack.cli("hold", "WAITS", "--note", "晚了")).exitCode).toBe(1);
  },
);
