import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { listSettings } from "../docs/settings-catalogue.ts";
import {
  environmentOf,
  matches,
  ofKind,
  OVERLAYS,
  render,
  services,
  WITHOUT_KUBECTL,
  workloads,
  type Manifest,
} from "./manifests.ts";
import { findInvalidValues, findUnknownFields } from "./object-schemas.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const SETTINGS = new Map(listSettings().flatMap((group) => group.settings.map((each) => [each.name, each] as const)));
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly version: string };
const LIMIT_MS = 180_000;

describe.skipIf(WITHOUT_KUBECTL !== "").each(OVERLAYS)(`kubectl kustomize: %s${WITHOUT_KUBECTL}`, (overlay) => {
  const manifests = WITHOUT_KUBECTL === "" ? render(overlay) : [];

  test("every object has values and fields that the API of its kind knows", { timeout: LIMIT_MS }, async () => {
    expect(manifests.length).toBeGreaterThan(20);
    expect(await findInvalidValues(manifests)).toEqual([]);
    expect(await findUnknownFields(manifests, overlay)).toBe("");
  });

  test("there is a Deployment for each service of the product, and each runs the program of its name", () => {
    const names = readdirSync(join(ROOT, "services")).filter((name) => !["cli", "sandbox"].includes(name));
    expect([...services(manifests).keys()].toSorted()).toEqual(names.toSorted());
    for (const [name, pod] of services(manifests)) {
      const [container] = pod.containers;
      expect(container?.command?.at(-1)).toBe(`services/${name}/src/main.ts`);
      expect(container?.image).toMatch(new RegExp(`(^|/)billferry:${version}$`));
    }
  });

  test("every setting is one that the service reads, and each that it needs is there", () => {
    for (const [name, pod] of services(manifests)) {
      const environment = environmentOf(pod, manifests);
      const read = Object.keys(environment).map((variable) => settingOf(variable));
      // A map of settings serves all services: each of its names is read by one of them.
      expect({ name, unknown: read.filter((setting) => !SETTINGS.has(setting)) }).toEqual({ name, unknown: [] });
      if (overlay === "trial") continue;
      const needed = [...SETTINGS.values()].filter(({ isRequired, readers }) => isRequired && readers.includes(name));
      const given = new Set(read.filter((_, index) => Object.values(environment)[index] !== ""));
      expect({ name, missing: needed.filter((setting) => !given.has(setting.name)).map((each) => each.name) }).toEqual({
        name,
        missing: [],
      });
    }
  });

  test("secrets are files, of a Secret that is mounted where the setting says, under the setting's name", () => {
    for (const [name, pod] of services(manifests)) {
      const [container] = pod.containers;
      for (const [variable, value] of Object.entries(environmentOf(pod, manifests))) {
        if (variable !== "BOARD_USERS_FILE" && SETTINGS.get(variable)?.isSecret === true)
          expect.fail(`${name}: the value of ${variable} itself stands in a ConfigMap`);
        if (!variable.endsWith("_FILE") || value === "") continue;
        const folder = value.slice(0, value.lastIndexOf("/"));
        const mount = container?.volumeMounts.find(({ mountPath }) => mountPath === folder);
        const volume = pod.volumes.find((each) => each.name === mount?.name);
        expect({ name, variable, secret: volume?.secret?.secretName }).toEqual(
          expect.objectContaining({ secret: expect.stringMatching(/^billferry-/) as string }),
        );
        const key = variable === "BOARD_USERS_FILE" ? "users" : settingOf(variable).toLowerCase();
        expect(value).toBe(`${folder}/${key}`);
      }
    }
  });

  test("no program may write but to its volumes, be root, or speak with the cluster", () => {
    for (const { metadata, pod } of workloads(manifests)) {
      expect({ name: metadata.name, ...pod }).toMatchObject({
        name: metadata.name,
        automountServiceAccountToken: false,
        // Else a Service named board would set BOARD_PORT=tcp://….
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      });
      for (const { securityContext, resources } of pod.containers) {
        const drop = { drop: ["ALL"] };
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: drop,
        });
        expect(resources.limits.memory).toMatch(/^\d+[MG]i$/);
      }
    }
  });

  test("ports and paths are those of the programs, and what selects finds what it means", () => {
    const pods = workloads(manifests).map(({ spec, pod }) => ({ labels: spec?.template?.metadata.labels ?? {}, pod }));
    for (const [name, pod] of services(manifests)) {
      const environment = environmentOf(pod, manifests);
      const ports = Object.fromEntries((pod.containers[0]?.ports ?? []).map((port) => [port.name, port.containerPort]));
      expect({ name, ...ports }).toMatchObject({ health: Number(environment["HEALTH_PORT"]) });
      if (name === "board") expect(ports["console"]).toBe(Number(environment["BOARD_PORT"]));
      expect(pod.containers[0]).toMatchObject({
        startupProbe: { httpGet: { path: "/health", port: "health" } },
        livenessProbe: { httpGet: { path: "/health", port: "health" } },
        readinessProbe: { httpGet: { path: "/ready", port: "health" } },
      });
    }
    for (const { metadata, spec } of ofKind(manifests, "Service")) {
      const chosen = pods.filter(({ labels }) => matches(labels, spec?.selector ?? {}));
      const known = chosen.flatMap(({ pod }) => pod.containers.flatMap(({ ports }) => ports.map((port) => port.name)));
      const wanted = (spec?.ports ?? []).map((port) => port.targetPort);
      expect({ name: metadata.name, found: chosen.length, wanted }).toEqual({
        name: metadata.name,
        found: 1,
        wanted: wanted.filter((port) => known.includes(port)),
      });
    }
    for (const { metadata, spec } of [
      ...ofKind(manifests, "PodDisruptionBudget"),
      ...ofKind(manifests, "NetworkPolicy").filter((each) => Object.keys(each.spec?.podSelector ?? {}).length > 0),
    ]) {
      const wanted = spec?.selector?.matchLabels ?? spec?.podSelector?.matchLabels ?? {};
      const values = spec?.podSelector?.matchExpressions?.[0]?.values ?? [];
      const found = pods.filter(({ labels }) => matches(labels, wanted));
      expect({ name: metadata.name, isThere: found.length > 0 }).toEqual({ name: metadata.name, isThere: true });
      const components = new Set(pods.map(({ labels }) => labels["app.kubernetes.io/component"]));
      expect(values.filter((value) => !components.has(value))).toEqual([]);
    }
  });

  test("what scales is scaled by one thing, which is there, and whose number the manifest leaves alone", () => {
    const scalers = manifests.filter(({ spec }) => spec?.scaleTargetRef !== undefined);
    const targets = scalers.map(({ spec }) => spec?.scaleTargetRef?.name ?? "");
    expect(new Set(targets).size).toBe(targets.length);
    expect(targets.toSorted()).toEqual(overlay === "production" ? ["loader", "transformer"] : ["transformer"]);
    for (const target of targets)
      expect(ofKind(manifests, "Deployment").find(({ metadata }) => metadata.name === target)?.spec?.replicas).toBe(
        undefined,
      );
  });
});

/** The setting whose value the variable gives, itself or as a file. */
function settingOf(variable: string): string {
  return variable.endsWith("_FILE") && variable !== "BOARD_USERS_FILE" ? variable.slice(0, -"_FILE".length) : variable;
}

test.skipIf(WITHOUT_KUBECTL !== "")(
  `names that stand in several places of the production overlay are one${WITHOUT_KUBECTL}`,
  () => {
    const manifests = render("production");
    const [scaled] = ofKind(manifests, "ScaledObject");
    const address = new URL(scaled?.spec?.triggers?.[0]?.metadata["serverAddress"] ?? "");
    const prometheus = ofKind(manifests, "Service").find(({ metadata }) => metadata.name === "prometheus");
    expect(address.host).toBe(
      `prometheus.${prometheus?.metadata.namespace}.svc.cluster.local:${prometheus?.spec?.ports?.[0]?.port}`,
    );
    const host = ofKind(manifests, "Ingress")[0]?.spec?.rules?.[0]?.host;
    const environment = (name: string) => environmentOf(services(manifests).get(name) ?? NO_POD, manifests);
    expect(environment("board")["BOARD_NAMES"]).toBe(host);
    expect(environment("watcher")["CONSOLE_URL"]).toBe(`https://${host}`);
  },
);

const NO_POD = { containers: [], volumes: [], securityContext: {} };

test(
  "a field with a slip of the pen, a value of another type and a missing one are found",
  { timeout: LIMIT_MS },
  async () => {
    const container = { name: "service", imag: "billferry" };
    const broken = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "broken" },
      spec: { selector: { matchLabels: { a: "b" } }, template: { spec: { containers: [container] } } },
    } as unknown as Manifest;
    expect(await findUnknownFields([broken], "broken")).toMatch(/imag.*does not exist in type/);
    const scaled = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", metadata: { name: "loader" }, spec: {} };
    expect(await findInvalidValues([scaled])).toHaveLength(1);
    const text = { ...broken, spec: { ...broken.spec, replicas: "two" } } as unknown as Manifest;
    expect(await findInvalidValues([text])).toHaveLength(1);
  },
);
