import {
  ApartmentOutlined,
  AuditOutlined,
  BarsOutlined,
  DashboardOutlined,
  EllipsisOutlined,
  FileSearchOutlined,
  HistoryOutlined,
  TableOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Layout, Menu, Popover } from "antd";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { postSignOut } from "../api/operations.ts";
import { StreamContext, useLiveOverview } from "../data/live.ts";
import { meData, overviewData } from "../data/queries.ts";
import { changeLanguage } from "../words/language.ts";
import { SearchBox } from "./search-box.tsx";

/** The others are behind one more. */
const MOST_AT_THE_BOTTOM = 3;

/** What surrounds every page: menu, search, language. On a phone the menu is a bar at the bottom. */
export function Shell(): ReactElement {
  const { t, i18n } = useTranslation();
  const { pathname } = useLocation();
  // Whoever has not signed in has nowhere to go yet.
  const isOutside = pathname === "/sign-in";
  const stream = useLiveOverview(!isOutside);
  const entries = useMenu(!isOutside);
  const current = entries.find(({ key }) => key !== "/" && pathname.startsWith(key))?.key ?? "/";
  const pageName = entries.find(({ key }) => key === current)?.title ?? "";
  useEffect(() => {
    document.title = t("frame.title", { page: pageName });
  }, [t, pageName]);
  const other = i18n.language === "en" ? "zh-CN" : "en";
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        {t("frame.skip")}
      </a>
      <Layout.Header className="top">
        <Link to="/" className="brand">
          Billferry
        </Link>
        {isOutside ? null : <SearchBox />}
        {isOutside ? null : <SignOut />}
        <Button type="text" lang={other} onClick={() => void changeLanguage(i18n, other)}>
          {t("frame.language")}
        </Button>
      </Layout.Header>
      <Layout>
        {isOutside ? null : (
          <Layout.Sider className="side" theme="light" width={168}>
            <nav aria-label={t("menu.label")}>
              <Menu
                mode="inline"
                selectedKeys={[current]}
                items={entries.map(({ key, icon, label }) => ({ key, icon, label }))}
              />
            </nav>
          </Layout.Sider>
        )}
        <Layout.Content id="content" className="content" role="main" tabIndex={-1}>
          <StreamContext value={stream}>
            <Outlet />
          </StreamContext>
        </Layout.Content>
      </Layout>
      {isOutside ? null : (
        <nav className="bottom" aria-label={t("menu.label")}>
          {entries.slice(0, MOST_AT_THE_BOTTOM).map(({ key, icon, label }) => (
            <span key={key} className={key === current ? "entry current" : "entry"}>
              {icon}
              {label}
            </span>
          ))}
          <MoreEntries entries={entries.slice(MOST_AT_THE_BOTTOM)} current={current} />
        </nav>
      )}
    </Layout>
  );
}

interface MoreEntriesProps {
  readonly entries: readonly MenuEntry[];
  readonly current: string;
}

/** On a phone: what has no room at the bottom. */
function MoreEntries({ entries, current }: MoreEntriesProps): ReactElement {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const list = (
    <ul className="plain more-entries">
      {entries.map(({ key, icon, label }) => (
        <li key={key} onClickCapture={() => setOpen(false)}>
          {icon} {label}
        </li>
      ))}
    </ul>
  );
  const isCurrent = entries.some(({ key }) => key === current);
  return (
    <Popover content={list} trigger="click" placement="topRight" open={isOpen} onOpenChange={setOpen}>
      <button type="button" className={isCurrent ? "entry current" : "entry"} aria-expanded={isOpen}>
        <EllipsisOutlined />
        {t("menu.more")}
      </button>
    </Popover>
  );
}

/** Where somebody has signed in. */
function SignOut(): ReactElement | null {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery(meData);
  const { mutate } = useMutation({
    mutationFn: async () => postSignOut(),
    onSuccess: async ({ leave }) => {
      // Else the next person at this browser would come in as the last one.
      if (leave !== null) return location.assign(leave);
      await navigate({ to: "/sign-in" });
      queries.clear();
    },
  });
  if (data === undefined || data.csrf === null) return null;
  return (
    <Button type="text" onClick={() => mutate()}>
      {t("frame.sign-out", { name: data.name })}
    </Button>
  );
}

interface MenuEntry {
  readonly key: string;
  readonly title: string;
  readonly icon: ReactNode;
  readonly label: ReactNode;
}

function useMenu(isCounted: boolean): readonly MenuEntry[] {
  const { t } = useTranslation();
  const cases = useQuery({ ...overviewData, enabled: isCounted, staleTime: Infinity }).data?.cases ?? 0;
  const own = [
    { key: "/", title: t("menu.overview"), icon: <DashboardOutlined /> },
    { key: "/bills", title: t("menu.bills"), icon: <FileSearchOutlined /> },
    { key: "/cases", title: t("menu.cases"), icon: <WarningOutlined /> },
    { key: "/tables", title: t("menu.tables"), icon: <TableOutlined /> },
    { key: "/schemes", title: t("menu.schemes"), icon: <ApartmentOutlined /> },
    { key: "/reconcile", title: t("menu.reconcile"), icon: <AuditOutlined /> },
    { key: "/audit", title: t("menu.audit"), icon: <HistoryOutlined /> },
  ];
  return [
    ...own.map((entry) => ({
      ...entry,
      label: (
        <>
          <Link to={entry.key}>{entry.title}</Link>
          {entry.key === "/cases" && cases > 0 ? <span className="menu-count">{cases}</span> : null}
        </>
      ),
    })),
    {
      key: "/queues",
      title: t("menu.queues"),
      icon: <BarsOutlined />,
      label: <a href="/queues">{t("menu.queues")}</a>,
    },
  ];
}
