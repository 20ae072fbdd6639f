import type { VClusterAddress } from '../vcluster/id.ts';
import type { Command } from './command.ts';
import type { Deployment } from './deployment.ts';
import { type ToolHost, toolCommand, valuesPath } from './toolSession.ts';
import { cliGeneration, type Tool } from './toolVersion.ts';

/** The CLI may have to download a chart, and helm as well. */
const createMs = 10 * 60_000;
const deleteMs = 5 * 60_000;

/** What only CLIs from 0.20 on know: which driver, since a configuration file may say another, and no registration with a platform. */
function createFlags(tool: Tool, { chart }: Deployment): readonly string[] {
  if (cliGeneration(tool) === 'current') {
    return ['--driver=helm', '--add=false', `--values=${valuesPath}`];
  }
  const [, distro = 'k3s'] = /-(k0s|k8s|eks)$/u.exec(chart.name) ?? [];
  return [`--distro=${distro}`, `--extra-values=${valuesPath}`];
}

/**
 * The CLI's command that makes a vcluster, or brings one up to date. It neither connects nor touches any kubeconfig, and adds no
 * exposure of its own on a local cluster. Boolean flags are said with `=`, which is the only form that the CLI takes. An old CLI chooses the chart by its distro.
 */
export function createCommand(host: ToolHost, tool: Tool, deployment: Deployment, upgrade: boolean): Command<string> {
  const { name, namespace, chart, values } = deployment;
  const legacy = cliGeneration(tool) === 'legacy';
  const chartName = legacy && /^vcluster(-k0s|-k8s|-eks)?$/u.test(chart.name) ? 'vcluster' : chart.name;
  const argv = [
    'create',
    name,
    `--namespace=${namespace}`,
    `--chart-name=${chartName}`,
    `--chart-version=${chart.version}`,
    `--chart-repo=${chart.repo}`,
    ...createFlags(tool, deployment),
    '--expose-local=false',
    '--create-namespace=true',
    '--connect=false',
    `--upgrade=${upgrade}`,
  ];
  return toolCommand(host, tool, deployment, argv, { values, timeoutMs: createMs });
}

/**
 * The CLI's command that takes a vcluster's release away. Volumes and the namespace are told to stay: what becomes of them was
 * decided before, and the CLI would take the first ordinal alone.
 */
export function deleteCommand(host: ToolHost, tool: Tool, address: VClusterAddress): Command<string> {
  const { name, namespace } = address;
  const current = cliGeneration(tool) === 'current';
  const argv = [
    'delete',
    name,
    `--namespace=${namespace}`,
    ...(current ? ['--driver=helm', '--wait=false'] : []),
    '--keep-pvc=true',
    '--delete-namespace=false',
    '--auto-delete-namespace=false',
  ];
  return toolCommand(host, tool, address, argv, { timeoutMs: deleteMs });
}
