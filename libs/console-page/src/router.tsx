import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

import { Shell } from "./frame/shell.tsx";

const root = createRootRoute({ component: Shell });

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(async () => import("./pages/overview.tsx"), "Overview"),
});

/** One part a page, fetched when it is opened or likely to be. */
export function createPageRouter() {
  return createRouter({ routeTree: root.addChildren([overview]), defaultPreload: "intent" });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
