import { randomBytes } from "node:crypto";

import { hashText } from "@billferry/contracts";

/** So that a token is known for one wherever it is found. */
const PREFIX = "billferry_";

/** 256 random bits: nobody guesses them, so a plain hash of them does. Shown once. */
export function makeToken(): string {
  return `${PREFIX}${randomBytes(32).toString("base64url")}`;
}

export function hashToken(token: string): string {
  return hashText(token);
}
