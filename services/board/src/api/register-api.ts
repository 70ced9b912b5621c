import swagger from "@fastify/swagger";
import { fastify, type FastifyInstance } from "fastify";
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";

import type { ApiContext } from "./api-context.ts";
import { addActRoutes } from "./act-routes.ts";
import { addAuditRoutes } from "./audit-routes.ts";
import { addBillRoutes } from "./bill-routes.ts";
import { addBulkRoutes } from "./bulk-routes.ts";
import { addCaseRoutes } from "./case-routes.ts";
import { addDraftRoutes } from "./draft-routes.ts";
import { addEditRoutes } from "./edit-routes.ts";
import { addErrandRoutes } from "./errand-routes.ts";
import { addEventRoutes } from "./event-routes.ts";
import { addExportRoutes } from "./export-routes.ts";
import { keepActsRecorded } from "./perform.ts";
import { addHoldRoutes } from "./hold-routes.ts";
import { addGapRoutes } from "./gap-routes.ts";
import { addImportRoutes } from "./import-routes.ts";
import { addKeptReportRoutes } from "./kept-report-routes.ts";
import { addPeopleRoutes } from "./people-routes.ts";
import { addSchemeRoutes } from "./scheme-routes.ts";
import { addStatusRoutes } from "./status-routes.ts";
import { addSyncRoute } from "./sync-route.ts";
import { addStoryRoutes } from "./story-routes.ts";
import { addTableActs } from "./table-act-routes.ts";
import { addTableRoutes } from "./table-routes.ts";

export const API_PATH = "/api/v1";

/** The operations of libs/desk as documented JSON. Each route states who may ask. */
export async function registerApi(server: FastifyInstance, context: ApiContext): Promise<void> {
  await server.register(
    async (plugin) => {
      plugin.setValidatorCompiler(validatorCompiler);
      plugin.setSerializerCompiler(serializerCompiler);
      await plugin.register(swagger, {
        openapi: { openapi: "3.1.0", info: { title: "Billferry", version: "1" }, servers: [] },
        transform: jsonSchemaTransform,
        transformObject: jsonSchemaTransformObject,
      });
      keepActsRecorded(plugin);
      const api = plugin.withTypeProvider<ZodTypeProvider>();
      addActRoutes(api, context);
      addSyncRoute(api, context);
      addPeopleRoutes(api, context);
      addStatusRoutes(api, context);
      addBillRoutes(api, context);
      addHoldRoutes(api, context);
      addEditRoutes(api, context);
      addStoryRoutes(api, context);
      addCaseRoutes(api, context);
      addBulkRoutes(api, context);
      addErrandRoutes(api, context);
      addKeptReportRoutes(api, context);
      addSchemeRoutes(api, context);
      addDraftRoutes(api, context);
      addExportRoutes(api, context);
      addTableRoutes(api, context);
      addTableActs(api, context);
      addGapRoutes(api, context);
      await addImportRoutes(api, context);
      addAuditRoutes(api, context);
      await addEventRoutes(api, context);
      api.get("/openapi.json", { config: { access: "viewer" }, schema: { hide: true } }, () => plugin.swagger());
    },
    { prefix: API_PATH },
  );
}

/** The API's OpenAPI document, without a Redis: routes touch what they work with only when they are asked. */
export async function describeApi(): Promise<unknown> {
  const server = fastify();
  await registerApi(server, {} as ApiContext);
  return (await server.inject(`${API_PATH}/openapi.json`)).json();
}
