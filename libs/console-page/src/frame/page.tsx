import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zhCn from "antd/locale/zh_CN";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { createPageRouter } from "../router.tsx";
import { THEME } from "./theme.ts";

/** All of it: the look, the data, and the routes. */
export function Page(): ReactElement {
  const { i18n } = useTranslation();
  const [queries] = useState(() => new QueryClient());
  const [router] = useState(() => createPageRouter());
  return (
    <ConfigProvider theme={THEME} locale={i18n.language === "en" ? en : zhCn} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
