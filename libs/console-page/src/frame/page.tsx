import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zhCn from "antd/locale/zh_CN";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { Refusal } from "../data/ask.ts";
import { createPageRouter } from "../router.tsx";
import { THEME } from "./theme.ts";

/** All of it: the look, the data, and the routes. */
export function Page(): ReactElement {
  const { i18n } = useTranslation();
  const [{ queries, router }] = useState(start);
  return (
    <ConfigProvider theme={THEME} locale={i18n.language === "en" ? en : zhCn} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  );
}

function start() {
  const router = createPageRouter();
  /** Whoever is not signed in, or not any more, signs in and comes back. */
  const onError = (error: unknown): void => {
    const { pathname, href } = router.state.location;
    if (error instanceof Refusal && error.status === 401 && pathname !== "/sign-in")
      void router.navigate({ to: "/sign-in", search: { next: href } });
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: { queries: { retry: (count, error) => isPassing(error) && count < 2 }, mutations: { onError } },
  });
  return { router, queries };
}

/** What was answered with a reason is answered the same when asked again at once. */
function isPassing(error: unknown): boolean {
  return error instanceof Refusal && (error.status === 0 || error.status >= 500);
}
