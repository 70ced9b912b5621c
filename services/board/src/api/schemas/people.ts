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

export const signedOut = z.object({ ok: z.literal(true) }).meta({ id: "SignedOut" });
