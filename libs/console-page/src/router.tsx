import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

import { parseSearch, stringifySearch } from "./address.ts";
import { toAuditView } from "./core/audit-view.ts";
import { toSchemesView } from "./core/draft.ts";
import { toBulkView } from "./core/bulk.ts";
import { toTablesView } from "./core/tables.ts";
import { toBillsView, toCasesView, toReconcileView } from "./core/views.ts";
import { MissingPage } from "./frame/missing.tsx";
import { Shell } from "./frame/shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: MissingPage });

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(async () => import("./pages/overview.tsx"), "OverviewPage"),
});

const bills = createRoute({
  getParentRoute: () => root,
  path: "/bills",
  validateSearch: toBillsView,
  component: lazyRouteComponent(async () => import("./pages/bills.tsx"), "BillsPage"),
});

const bill = createRoute({
  getParentRoute: () => root,
  path: "/bills/$number",
  component: lazyRouteComponent(async () => import("./pages/bill.tsx"), "OneBillPage"),
});

const cases = createRoute({
  getParentRoute: () => root,
  path: "/cases",
  validateSearch: toCasesView,
  component: lazyRouteComponent(async () => import("./pages/cases.tsx"), "CasesPage"),
});

const schemes = createRoute({
  getParentRoute: () => root,
  path: "/schemes",
  validateSearch: toSchemesView,
  component: lazyRouteComponent(async () => import("./pages/schemes.tsx"), "SchemesPage"),
});

const reconcile = createRoute({
  getParentRoute: () => root,
  path: "/reconcile",
  validateSearch: toReconcileView,
  component: lazyRouteComponent(async () => import("./pages/reconcile.tsx"), "ReconcilePage"),
});

const bulkAct = createRoute({
  getParentRoute: () => root,
  path: "/cases/acts/$id",
  validateSearch: toBulkView,
  component: lazyRouteComponent(async () => import("./pages/bulk-act.tsx"), "BulkActPage"),
});

const tables = createRoute({
  getParentRoute: () => root,
  path: "/tables",
  validateSearch: toTablesView,
  component: lazyRouteComponent(async () => import("./pages/tables.tsx"), "TablesPage"),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: toAuditView,
  component: lazyRouteComponent(async () => import("./pages/audit.tsx"), "AuditPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({ next }: Record<string, unknown>): { readonly next?: string } =>
    typeof next === "string" ? { next } : {},
  component: lazyRouteComponent(async () => import("./pages/sign-in.tsx"), "SignInPage"),
});

/** One part a page, fetched when it is opened or likely to be. */
export function createPageRouter() {
  return createRouter({
    routeTree: root.addChildren([overview, bills, bill, cases, bulkAct, tables, schemes, reconcile, audit, signIn]),
    defaultPreload: "intent",
    parseSearch,
    stringifySearch,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
