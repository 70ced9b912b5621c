import { pause, until } from "../patience.ts";
import type { Scenario } from "../scenario.ts";
import { withPageSize } from "../world-setup.ts";

const QUERY = { vendor: "kingdee", service: "ExecuteBillQuery" } as const;

const SESSION_WORDS = [
  ...["text", "english", "unauthorized", "forbidden", "redirect", "page"],
  ...["not-signed-in", "expired", "invalid"],
];

/** Fault 15: sessions that are lost, and logins that are refused. */
export const SIGN_IN: readonly Scenario[] = [
  {
    number: 15,
    name: "session-lost",
    zh: "第 7 页及之后每 10 次查询丢失会话",
    en: "the session is lost at page 7, and at every tenth query after it",
    holds: "one new sign-in, and the page again",
    setup: { scheme: withPageSize(300) },
    act: async (world) => {
      await world.addFault({ ...QUERY, kind: "session-loss", next: 1, skip: 6 });
      await world.addFault({ ...QUERY, kind: "session-loss", every: 10, skip: 7 });
      await world.untilShare(1);
      world.strike(await world.countStrikes());
      await world.clearFaults();
    },
  },
  {
    number: 15,
    name: "session-lost-in-other-words",
    zh: "会话丢失,以别的文字、状态码、网页或跳转告知",
    en: "the session is lost, told in other words, as 401, 403, a redirect or a sign-in page",
    holds: "one new sign-in, and the page again",
    setup: { scheme: withPageSize(60) },
    act: async (world) => {
      for (const [index, words] of SESSION_WORDS.entries())
        await world.addFault({ ...QUERY, kind: "session-words", words, next: 1, skip: 2 + 2 * index });
      let signIns = 0;
      const unwatch = world.calls.watch((moment, { service }) => {
        if (moment === "before-effect" && service === "LoginByAppSecret") signIns += 1;
      });
      await until("each has struck", async () => (await world.countStrikes()) >= SESSION_WORDS.length);
      await world.untilShare(1);
      unwatch();
      world.strike(SESSION_WORDS.length);
      // The first of all may come after the watch has begun.
      world.check("one sign-in for each loss", signIns <= SESSION_WORDS.length + 1, signIns);
      await world.clearFaults();
    },
  },
  {
    number: 15,
    name: "kingdee-login-refused",
    zh: "金蝶暂时拒绝登录",
    en: "Kingdee refuses to sign in, then lets in again after 8 s",
    holds: "reading rests and is not hammered; it goes on by itself",
    setup: { scheme: withPageSize(300), pushMs: 10 },
    act: async (world) => {
      await world.untilShare(0.05);
      await world.addFault({ vendor: "kingdee", kind: "credentials-refused", every: 1 });
      await pause(8_000);
      const strikes = await world.countStrikes();
      world.strike(Math.max(1, strikes));
      world.check("Kingdee is not hammered", strikes <= 30, strikes);
      await world.clearFaults();
      // Something new to read, whether or not the reading had been over before.
      await world.generate(Math.ceil(world.bills / 10), world.seed + 1);
      world.mark();
    },
  },
  {
    number: 15,
    name: "wangdiantong-credentials-refused",
    zh: "旺店通暂时拒绝凭据",
    en: "Wangdiantong refuses the credentials, then takes them again after 8 s",
    holds: "the circuit opens, a single call probes, no attempt is burned",
    setup: { pushMs: 20 },
    act: async (world) => {
      await world.untilShare(0.2);
      await world.addFault({ vendor: "wangdiantong", kind: "credentials-refused", every: 1 });
      await pause(8_000);
      const strikes = await world.countStrikes();
      world.strike(strikes);
      world.check("Wangdiantong is not hammered", strikes <= 30, strikes);
      await world.clearFaults();
      world.mark();
    },
  },
];
