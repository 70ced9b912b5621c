import { z } from "zod";

import { role } from "./common.ts";

export const me = z
  .object({
    name: z.string().nullable().describe("Null where no users are set up"),
    role,
    language: z.enum(["zh-CN", "en"]),
    csrf: z.string().nullable().describe("To be sent as x-csrf-token with every act; null where no session is needed"),
  })
  .meta({ id: "Me" });

export const signInBody = z
  .object({ name: z.string().min(1).max(200), password: z.string().min(1).max(1_000) })
  .meta({ id: "SignInRequest" });

export const waysIn = z
  .object({
    password: z.boolean().describe("Whether there is anybody who has a password here"),
    oidc: z.boolean().describe("Whether the company's own accounts are taken: /sign-in/oidc leads to their provider"),
    refused: z
      .object({ code: z.string(), message: z.string(), remedy: z.string().optional() })
      .nullable()
      .describe("Why this browser's last sign-in by such an account came to nothing"),
  })
  .meta({ id: "WaysIn" });

export const signedOut = z
  .object({
    ok: z.literal(true),
    leave: z.string().nullable().describe("Where the browser ends its session with the provider of accounts as well"),
  })
  .meta({ id: "SignedOut" });
