import { hashContent } from "@billferry/contracts";
import { accountChanged, accountIdentity } from "@billferry/settings";
import { expect, test } from "vitest";

const KINGDEE = { side: "kingdee", title: "金蝶账套", setting: "KINGDEE_ACCOUNT" } as const;
const WANGDIANTONG = { side: "wangdiantong", title: "旺店通账号", setting: "WDT_SID" } as const;

/** As earlier versions wrote it into the ledger: the address is a part of it. */
function markOf(url: string, id: string): string {
  return hashContent([url, id]).slice(0, 16);
}

test("an account is what its vendor calls it, and no address", () => {
  const atHome = accountIdentity(KINGDEE, { url: "https://old.example/k3cloud/", id: "5f7c" });
  const moved = accountIdentity(KINGDEE, { url: "https://new.example/k3cloud/", id: "5f7c" });
  expect(moved.id).toBe(atHome.id);
  expect(accountIdentity(WANGDIANTONG, { url: "https://api.example/openapi2/", id: "shop" }).id).toBe("shop");
});

test("the mark of an earlier version is known again where address and account are the same", () => {
  const url = "https://erp.example/k3cloud/";
  const account = accountIdentity(KINGDEE, { url, id: "5f7c" });
  expect(account.isFormer(markOf(url, "5f7c"))).toBe(true);
  expect(account.isFormer(markOf(url, "other"))).toBe(false);
  expect(account.isFormer(markOf("https://elsewhere.example/k3cloud/", "5f7c"))).toBe(false);
});

test("a sandbox that had another port on this machine is known again, and another account there is not", () => {
  const account = accountIdentity(WANGDIANTONG, { url: "http://127.0.0.1:3100/openapi2/", id: "sandbox2" });
  expect(account.isFormer(markOf("http://127.0.0.1:41233/openapi2/", "sandbox2"))).toBe(true);
  expect(account.isFormer(markOf("http://127.0.0.1:41233/openapi2/", "shop"))).toBe(false);
  expect(account.isFormer(markOf("http://127.0.0.1:41233/branch/openapi2/", "sandbox2"))).toBe(false);
});

test("whoever changed accounts is told of both, and of the command", () => {
  const known = accountChanged(accountIdentity(KINGDEE, { url: "", id: "8a01" }), {
    scheme: "sal-outstock",
    known: "5f7c",
  });
  expect(known.message).toBe("方案 sal-outstock 的台账属于金蝶账套 5f7c,现在的 KINGDEE_ACCOUNT 是 8a01");
  const unnamed = accountChanged(accountIdentity(WANGDIANTONG, { url: "", id: "shop" }), {
    scheme: "sal-outstock",
    known: null,
  });
  expect(unnamed.message).toContain("另一个旺店通账号(由旧版本记录,名称未留下),现在的 WDT_SID 是 shop");
});
