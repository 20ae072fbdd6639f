import { chartOf } from './chart.ts';
import type { CreateChoices } from './choices.ts';
import { legacyDistro } from './parts.ts';

/** A command as a list: the program and its arguments, for which no shell is needed. */
export interface ToolCommand {
  readonly file: string;
  readonly argv: readonly string[];
}

/**
 * A path that the vcluster CLI takes for a path: what could be Base64 it would decode and use as the values themselves
 * (`dev1`), which a dot rules out.
 */
export function unmistakablePath(path: string): string {
  const mistakable = path.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/u.test(path);
  if (!mistakable) {
    return path;
  }
  return path.startsWith('/') ? `/.${path}` : `./${path}`;
}

/**
 * `vcluster create` for a CLI of the generation of the choices: it neither connects nor upgrades, does nothing to the kubeconfig,
 * and adds no exposure of its own on a local cluster. A current CLI is told its driver, since its configuration may name another.
 */
export function vclusterCliCommand(choices: CreateChoices, valuesFile: string): ToolCommand {
  const legacy = choices.generation === 'legacy';
  const values = unmistakablePath(valuesFile);
  return {
    file: 'vcluster',
    argv: [
      'create',
      choices.name,
      ...(legacy ? [] : ['--driver=helm']),
      `--context=${choices.context}`,
      `--namespace=${choices.namespace}`,
      '--create-namespace=true',
      ...(legacy ? [`--distro=${legacyDistro(choices)}`] : []),
      `--chart-version=${chartOf(choices).version}`,
      // The long flag has had several names in the old generation, the short one is the same in all.
      legacy ? `-f=${values}` : `--values=${values}`,
      '--expose-local=false',
      '--connect=false',
      '--upgrade=false',
      ...(legacy ? ['--update-current=false'] : []),
    ],
  };
}

function chartArguments(choices: CreateChoices, valuesFile: string): readonly string[] {
  const { version, repo } = chartOf(choices);
  return [`--repo=${repo}`, `--version=${version}`, `--namespace=${choices.namespace}`, `--values=${valuesFile}`];
}

/**
 * `helm upgrade --install`, so that it can be run again after it failed half-way. To be run where no file or folder is called
 * like the chart, which helm would take instead.
 */
export function helmCommand(choices: CreateChoices, valuesFile: string): ToolCommand {
  return {
    file: 'helm',
    argv: [
      'upgrade',
      choices.name,
      chartOf(choices).name,
      '--install',
      ...chartArguments(choices, valuesFile),
      '--create-namespace',
      `--kube-context=${choices.context}`,
    ],
  };
}

/** `helm template`: the manifests that kubectl can apply. It asks no cluster; the namespace is not among them. */
export function helmTemplateCommand(choices: CreateChoices, valuesFile: string): ToolCommand {
  return {
    file: 'helm',
    argv: ['template', choices.name, chartOf(choices).name, ...chartArguments(choices, valuesFile)],
  };
}
