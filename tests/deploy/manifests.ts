import { join } from "node:path";

import { execaSync } from "execa";
import { parseAllDocuments } from "yaml";

import { findProgram } from "../observability/programs.ts";

export const FOLDER = join(import.meta.dirname, "..", "..", "deploy", "kubernetes");

const KUBECTL = findProgram("kubectl");
/** Why a test of manifests is skipped. */
export const WITHOUT_KUBECTL = KUBECTL === undefined ? " (没有 kubectl)" : "";

export const OVERLAYS = ["production", "trial"] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** As much of an object as the tests look at. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Spec;
}

export type Labels = Readonly<Record<string, string>>;

interface Spec {
  readonly replicas?: number;
  readonly selector?: Labels & { readonly matchLabels?: Labels };
  readonly podSelector?: {
    readonly matchLabels?: Labels;
    readonly matchExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
  };
  readonly template?: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
  readonly scaleTargetRef?: { readonly name: string; readonly kind?: string };
  readonly ports?: readonly { readonly port: number; readonly targetPort: string }[];
  readonly triggers?: readonly { readonly metadata: Readonly<Record<string, string>> }[];
  readonly rules?: readonly { readonly host: string }[];
}

export interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: readonly EnvVariable[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: { readonly requests: object; readonly limits: { readonly memory: string } };
  readonly securityContext: object;
}

interface EnvVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly configMapKeyRef: { readonly name: string; readonly key: string } };
}

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
}

interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName: string; readonly optional?: boolean };
}

/** What `kubectl apply -k` would send. */
export function render(overlay: Overlay): readonly Manifest[] {
  const { stdout } = execaSync(KUBECTL ?? "kubectl", ["kustomize", join(FOLDER, "overlays", overlay)]);
  return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
}

export function ofKind(manifests: readonly Manifest[], kind: string): readonly Manifest[] {
  return manifests.filter((each) => each.kind === kind);
}

/** What has Pods. */
export function workloads(manifests: readonly Manifest[]): readonly (Manifest & { readonly pod: PodSpec })[] {
  return manifests.flatMap((each) => {
    const pod = each.spec?.template?.spec;
    return pod === undefined ? [] : [{ ...each, pod }];
  });
}

/** The Deployments of our own services, by the name of the service. */
export function services(manifests: readonly Manifest[]): ReadonlyMap<string, PodSpec> {
  const ours = workloads(manifests).filter(({ pod }) => pod.containers[0]?.name === "service");
  return new Map(ours.map(({ metadata, pod }) => [metadata.name, pod]));
}

/** What a Pod's program finds in its environment. */
export function environmentOf(pod: PodSpec, manifests: readonly Manifest[]): Readonly<Record<string, string>> {
  const mapOf = (name: string) => ofKind(manifests, "ConfigMap").find(({ metadata }) => metadata.name === name)?.data;
  const [container] = pod.containers;
  const all = (container?.envFrom ?? []).map(({ configMapRef }) => {
    const data = mapOf(configMapRef.name);
    if (data === undefined) throw new Error(`there is no ConfigMap ${configMapRef.name}`);
    return data;
  });
  const single = (container?.env ?? []).map(({ name, value, valueFrom }) => {
    const ref = valueFrom?.configMapKeyRef;
    const found = value ?? (ref && mapOf(ref.name)?.[ref.key]);
    if (found === undefined) throw new Error(`${name} has no value`);
    return { [name]: found };
  });
  return Object.assign({}, ...all, ...single) as Record<string, string>;
}

export function matches(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
