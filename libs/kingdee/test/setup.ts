import { isFault, type Fault } from "@billferry/contracts";
import { expect } from "vitest";

import {
  createKingdeeClient,
  type BillQuery,
  type KingdeeClient,
  type KingdeeEvent,
  type KingdeeSettings,
} from "../src/index.ts";

export const APP_SECRET = "0123456789abcdef0123456789abcdef";
const ENCODED_SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
export const SIGNING_APP_ID = `100000_${ENCODED_SECRET}`;

export const SIGNED_HEADERS = { kind: "signed-headers", appId: SIGNING_APP_ID, appSecret: APP_SECRET } as const;

export const QUERY: BillQuery = {
  formId: "SAL_OUTSTOCK",
  fieldKeys: ["FID", "FStockID.FNumber"],
  filter: "FDocumentStatus='C'",
  order: "FID,FEntity_FSeq",
  startRow: 0,
  limit: 2000,
};

export function clientFor(
  url: string,
  changes: Partial<KingdeeSettings> = {},
): { client: KingdeeClient; events: KingdeeEvent[] } {
  const events: KingdeeEvent[] = [];
  const client = createKingdeeClient(
    {
      url,
      account: "acct0001",
      user: "tester",
      auth: { kind: "app-secret", appId: "100000", appSecret: APP_SECRET },
      lcid: 2052,
      bodyForm: "data-object",
      deadlineMs: 5_000,
      ...changes,
    },
    { onEvent: (event) => events.push(event) },
  );
  return { client, events };
}

export async function faultOf(attempt: Promise<unknown>): Promise<Fault> {
  const error: unknown = await attempt.then(
    () => expect.fail("expected a fault"),
    (reason: unknown) => reason,
  );
  if (!isFault(error)) throw error;
  return error;
}
