import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Card, Form, Input, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postSignIn, type SignInRequest } from "../api/operations.ts";
import { toOwnPath } from "../core/views.ts";
import { keepToken } from "../data/ask.ts";
import { meData } from "../data/queries.ts";
import { ProblemNotice } from "../parts/problem.tsx";

/** Name and password, and then back to where the person wanted to go. */
export function SignInPage(): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/sign-in" });
  const { mutate, error, isPending } = useMutation({
    mutationFn: async (given: SignInRequest) => postSignIn(given),
    onSuccess: async (me) => {
      queries.clear();
      keepToken(me.csrf);
      queries.setQueryData(meData.queryKey, me);
      const path = toOwnPath(next);
      // The queues are a page of their own.
      if (/^\/queues(?=[/?]|$)/.test(path)) location.assign(path);
      else await navigate({ href: path });
    },
  });
  const needed = [{ required: true, message: t("sign-in.needed") }];
  return (
    <Card className="sign-in">
      <Typography.Title level={1}>{t("sign-in.title")}</Typography.Title>
      <Form<SignInRequest> layout="vertical" requiredMark={false} onFinish={(given) => mutate(given)}>
        <Form.Item name="name" label={t("sign-in.name")} rules={needed}>
          <Input autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t("sign-in.password")} rules={needed}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {error ? <ProblemNotice error={error} /> : null}
        <Button type="primary" htmlType="submit" block loading={isPending}>
          {t("sign-in.go")}
        </Button>
      </Form>
    </Card>
  );
}
