import type { OverviewReader } from "@billferry/desk";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { SignIn } from "../access.ts";
import { Problem, type ReaderLanguage } from "../core/problems.ts";

/** What the routes of the API work with. */
export interface ApiContext {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly schemes: readonly string[];
  /** What people call them. */
  readonly titles?: ReadonlyMap<string, string>;
  /** A scheme as its file and tables are now; undefined where there is none that can be read. */
  readonly schemeOf: (name: string) => Scheme | undefined;
  readonly language: ReaderLanguage;
  /** One for all who look. */
  readonly overview: OverviewReader;
  readonly signIn: SignIn | undefined;
  /** Where schemes and code tables lie. */
  readonly tables: { readonly folder: string; readonly tablesDir: string };
  readonly audit: AuditPlace;
}

/** Where the record of people's acts is kept, and why nothing is written there just now. */
export interface AuditPlace {
  readonly folder: string;
  readonly trouble: () => string | undefined;
}

/** A server whose routes are typed by their zod schemas. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** The schemes that are asked about: the one named, or all. */
export function askedSchemes({ schemes }: Pick<ApiContext, "schemes">, named: string | undefined): readonly string[] {
  if (named === undefined) return schemes;
  if (!schemes.includes(named)) throw new Problem("SCHEME_UNKNOWN", { what: named });
  return [named];
}
