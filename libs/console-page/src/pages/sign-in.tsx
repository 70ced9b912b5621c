import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Card, Divider, Form, Input, Typography } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postSignIn, type SignInRequest } from "../api/operations.ts";
import { toOwnPath } from "../core/views.ts";
import { keepToken, Refusal } from "../data/ask.ts";
import { meData, waysInData } from "../data/queries.ts";
import { ProblemNotice } from "../parts/problem.tsx";
import { WaitingNotice } from "../parts/waiting.tsx";

/** By the company's account or by name and password, and then back to where the person wanted to go. */
export function SignInPage(): ReactElement {
  const { t, i18n } = useTranslation();
  const { next } = useSearch({ from: "/sign-in" });
  const path = toOwnPath(next);
  const { data: ways, error } = useQuery({ ...waysInData, queryKey: [...waysInData.queryKey, i18n.language] });
  return (
    <Card className="sign-in">
      <Typography.Title level={1}>{t("sign-in.title")}</Typography.Title>
      {error ? <ProblemNotice error={error} /> : null}
      {ways === undefined && error === null ? <WaitingNotice /> : null}
      {ways?.refused ? <ProblemNotice error={new Refusal({ status: 403, ...ways.refused })} /> : null}
      {ways?.oidc ? (
        // A plain link: it leads to another site.
        <Button type="primary" block href={`/sign-in/oidc?next=${encodeURIComponent(path)}`}>
          {t("sign-in.oidc")}
        </Button>
      ) : null}
      {ways?.oidc && ways.password ? <Divider plain>{t("sign-in.or")}</Divider> : null}
      {ways?.password ? <PasswordForm path={path} isFirst={!ways.oidc} /> : null}
    </Card>
  );
}

interface PasswordFormProps {
  readonly path: string;
  readonly isFirst: boolean;
}

function PasswordForm({ path, isFirst }: PasswordFormProps): ReactElement {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async (given: SignInRequest) => postSignIn(given),
    onSuccess: async (me) => {
      queries.clear();
      keepToken(me.csrf);
      queries.setQueryData(meData.queryKey, me);
      // The queues are a page of their own.
      if (/^\/queues(?=[/?]|$)/.test(path)) location.assign(path);
      else await navigate({ href: path });
    },
  });
  const needed = [{ required: true, message: t("sign-in.needed") }];
  return (
    <Form<SignInRequest> layout="vertical" requiredMark={false} onFinish={(given) => mutate(given)}>
      <Form.Item name="name" label={t("sign-in.name")} rules={needed}>
        <Input autoComplete="username" autoFocus={isFirst} />
      </Form.Item>
      <Form.Item name="password" label={t("sign-in.password")} rules={needed}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      {error ? <ProblemNotice error={error} /> : null}
      <Button type={isFirst ? "primary" : "default"} htmlType="submit" block loading={isPending}>
        {t("sign-in.go")}
      </Button>
    </Form>
  );
}
