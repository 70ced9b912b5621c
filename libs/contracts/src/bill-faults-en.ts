import type { BILL_FAULTS } from "./bill-faults.ts";
import type { FaultWords } from "./fault-entry.ts";

/** What is wrong with a bill, its codes or its order, in English. */
export const BILL_FAULTS_EN: Readonly<Record<keyof typeof BILL_FAULTS, FaultWords>> = {
  BILL_HEAD_DIFFERS: {
    meaning: "The rows of one bill have different heads",
    remedy:
      "Check the bill in Kingdee, unapprove and approve it; if nothing is wrong with it: billferry retry --bill <number>",
  },
  BILL_ENTRY_REPEATED: {
    meaning: "One entry came more than once, and not alike",
    remedy:
      "Take fields below the entry (serial numbers, say) out of the scheme and retry; else open, save and approve the bill, and retry",
  },
  BILL_FIELD_MISSING: {
    meaning: "The bill lacks a field that is needed",
    remedy: "Fill it in in Kingdee, unapprove and approve the bill",
  },
  BILL_VALUE_INVALID: {
    meaning: "A value of the bill cannot be read",
    remedy: "Correct it in Kingdee, unapprove and approve the bill",
  },
  BILL_KEY_TAKEN: {
    meaning: "Another bill has the same outer number",
    remedy: "Give one of the two another number in Kingdee and approve it, or settle this one with --own-key",
  },
  BILL_ON_HOLD: {
    meaning: "A person holds this bill back",
    remedy: "Release it on its page, or by billferry release <number>; it then goes on by itself",
  },
  MAP_TEXT_UNSAFE: {
    meaning: "A code holds invisible characters, or some that Wangdiantong does not take",
    remedy: "Correct the code in Kingdee, then billferry retry --bill <number>, or unapprove and approve the bill",
  },
  MAP_NUMBER_INEXACT: {
    meaning: "A number cannot be told exactly",
    remedy:
      "At most 15 whole digits and 4 decimals. Quantity: correct it in Kingdee or convert units; price: round: 4 in the scheme",
  },
  MAP_GOODS_MIXED: {
    meaning: "Lines carry a property, lot or unit that the scheme does not use: different goods would become one",
    remedy:
      "Use it in the scheme (spec_no, convert), or name it in lines.unused; saved, the bills are made anew by themselves",
  },
  WDT_TEXT_TOO_LONG: { meaning: "Wangdiantong says that a text is too long", remedy: "Shorten it and retry" },
  MAP_VALUE_MISSING: {
    meaning: "A parameter that the target needs is empty",
    remedy:
      "Fill it in in Kingdee, then billferry retry --bill <number>; or change the mapping, then it goes by itself",
  },
  MAP_CODE_MISSING: {
    meaning: "A code table has no row for this code",
    remedy: "Add the code to the table and save it; the bills go on by themselves",
  },
  MAP_TEXT_TOO_LONG: {
    meaning: "A text is longer than Wangdiantong allows",
    remedy:
      "Shorten the code in Kingdee, then billferry retry --bill <number>; or use a code table, then it goes by itself",
  },
  WDT_REASON_UNKNOWN: {
    meaning: "Wangdiantong does not have this stock-out reason, or it is disabled",
    remedy: "Add it to Wangdiantong's list of reasons; the orders go on by themselves",
  },
  WDT_WAREHOUSE_UNKNOWN: {
    meaning: "Wangdiantong does not have this warehouse, or the appkey may not use it",
    remedy:
      "Add or grant it in Wangdiantong, then it goes on by itself; meant another one: correct the warehouse table",
  },
  WDT_SKU_UNKNOWN: {
    meaning: "Wangdiantong does not have this SKU",
    remedy:
      "Add or enable it in Wangdiantong, then it goes on by itself; a suite has to be billed by its parts in Kingdee",
  },
  WDT_SKU_BUNDLE: {
    meaning: "This SKU is a suite in Wangdiantong, and stock documents take single goods only",
    remedy: "Bill its parts in Kingdee instead, unapprove and approve the bill",
  },
  WDT_CARRIER_UNKNOWN: {
    meaning: "Wangdiantong does not have this carrier",
    remedy: "Add or enable it in Wangdiantong, then it goes on by itself; meant another one: correct the carrier table",
  },
  WDT_POSITION_UNKNOWN: {
    meaning: "Wangdiantong does not have this position",
    remedy: "Add the position to that warehouse in Wangdiantong; the orders go on by themselves",
  },
  WDT_DEFAULT_POSITION_UNKNOWN: {
    meaning: "The default position of these goods does not exist in that warehouse",
    remedy:
      "Set another default position for the goods that are listed, or add the position; then it goes on by itself",
  },
  WDT_BATCH_UNKNOWN: {
    meaning: "Wangdiantong does not have this batch, or it is disabled",
    remedy: "Add the batch in Wangdiantong; the orders go on by themselves",
  },
  WDT_BATCH_REQUIRED: {
    meaning: "Wangdiantong asks for a batch or an expiry date",
    remedy: "Fill in the lot in Kingdee, or take the demand back in Wangdiantong",
  },
  WDT_ORDER_DUPLICATE: {
    meaning: "Wangdiantong has a document with the same outer number",
    remedy: "It is looked at by itself",
  },
  WDT_WAREHOUSE_OUTSOURCED: {
    meaning: "Other stock-out orders are not for outsourced warehouses",
    remedy: "Use another warehouse, or do it by hand",
  },
  WDT_SKU_REPEATED: {
    meaning: "Wangdiantong does not take one SKU in several lines",
    remedy: "Check how the scheme merges lines",
  },
  WDT_STOCK_SHORT: { meaning: "Wangdiantong has not enough stock", remedy: "Bring stock in, and retry" },
  WDT_QUANTITY_REFUSED: {
    meaning: "Wangdiantong does not take this quantity",
    remedy: "See whether fractions are allowed there",
  },
  WDT_REFUSED: {
    meaning: "Wangdiantong refuses the order",
    remedy: "Do what its words say, and retry: under the same outer number nothing is made twice",
  },
  BILL_WITHDRAWN_AFTER_DELIVERY: {
    meaning: "The bill was unapproved, voided or deleted after it had been delivered",
    remedy: "Cancel or reverse the document in Wangdiantong, then settle the case",
  },
  BILL_CHANGED_AFTER_DELIVERY: {
    meaning: "The bill was changed after it had been delivered",
    remedy: "Look at the difference, then settle it: accept, or push a correction",
  },
  WDT_ORDER_DIFFERS: {
    meaning: "The document under this outer number has other content",
    remedy: "Compare both sides, then settle the case",
  },
  WDT_ORDER_CANCELLED: {
    meaning: "The document is cancelled or cannot be found, and Kingdee still asks for it",
    remedy: "Still to leave: push a replacement under a new number (-R1). Not any more: accept",
  },
  WDT_ORDER_UNVERIFIED: {
    meaning: "Whether Wangdiantong has this document is not known yet",
    remedy: "It is looked for on; or look there by the outer number yourself, then accept",
  },
  WDT_NOT_AUDITED: {
    meaning: "Wangdiantong has the document, but it is not audited: stock has not moved",
    remedy: "Audit it there (mostly stock is short); the case then ends by itself, or accept it",
  },
};
