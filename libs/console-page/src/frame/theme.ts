import type { ThemeConfig } from "antd";

/** antd's look with contrasts of at least 4.5, which its own colours miss. */
export const THEME: ThemeConfig = {
  token: {
    colorPrimary: "#0958d9",
    colorPrimaryHover: "#003eb3",
    colorInfo: "#0958d9",
    colorLink: "#0958d9",
    colorLinkHover: "#003eb3",
    colorLinkActive: "#002c8c",
    colorError: "#a8071a",
    colorWarning: "#ad4e00",
    colorSuccess: "#237804",
    colorTextPlaceholder: "rgba(0,0,0,.55)",
    colorTextDescription: "rgba(0,0,0,.65)",
    colorTextTertiary: "rgba(0,0,0,.65)",
    colorTextQuaternary: "rgba(0,0,0,.55)",
    colorWarningBg: "#fff7e6",
    colorErrorBg: "#fff1f0",
    colorSuccessBg: "#f6ffed",
    colorInfoBg: "#e6f4ff",
    fontSizeHeading1: 24,
    borderRadius: 6,
    motion: false,
  },
};
