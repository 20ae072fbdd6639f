import type { VClusterAddress } from '../vcluster/id.ts';
import type { Command } from './command.ts';
import type { ChartSource, Deployment } from './deployment.ts';
import { kubeconfigPath, type ToolHost, toolCommand, valuesPath } from './toolSession.ts';
import type { Tool } from './toolVersion.ts';

const installMs = 10 * 60_000;
const uninstallMs = 5 * 60_000;
/** Where releases are kept is said as well: `release.ts` reads Secrets. */
const variables = { HELM_DRIVER: 'secret' };

/** A chart of a repository, or a folder or archive on this computer. */
function chartFlags({ version, repo }: ChartSource): readonly string[] {
  return repo === '' ? [] : [`--repo=${repo}`, `--version=${version}`];
}

function hostFlags({ entry }: ToolHost, { namespace }: { readonly namespace: string }): readonly string[] {
  return [`--namespace=${namespace}`, `--kubeconfig=${kubeconfigPath}`, `--kube-context=${entry.name}`];
}

/** helm's command that installs a release or brings it up to date, whichever it takes, with these values and no others. */
export function upgradeCommand(host: ToolHost, tool: Tool, deployment: Deployment): Command<string> {
  const { name, chart, values } = deployment;
  const argv = [
    'upgrade',
    name,
    chart.name,
    '--install',
    ...chartFlags(chart),
    ...hostFlags(host, deployment),
    '--reset-values=true',
    `--values=${valuesPath}`,
  ];
  return toolCommand(host, tool, deployment, argv, { values, timeoutMs: installMs, variables });
}

/** helm's command that takes a release away, with its history. */
export function uninstallCommand(host: ToolHost, tool: Tool, address: VClusterAddress): Command<string> {
  const argv = ['uninstall', address.name, ...hostFlags(host, address)];
  return toolCommand(host, tool, address, argv, { timeoutMs: uninstallMs, variables });
}

/** helm's command that gives the manifests of a deployment as YAML, for kubectl; it asks no cluster. */
export function templateCommand(host: ToolHost, tool: Tool, deployment: Deployment): Command<string> {
  const { name, namespace, chart, values } = deployment;
  const argv = [
    'template',
    name,
    chart.name,
    ...chartFlags(chart),
    `--namespace=${namespace}`,
    '--include-crds=true',
    `--values=${valuesPath}`,
  ];
  return { ...toolCommand(host, tool, deployment, argv, { values, timeoutMs: installMs, variables }), quiet: true };
}
