import type { Finding } from '../config/finding.ts';
import { compareFindings } from '../config/finding.ts';
import { objectYaml } from '../host/objectYaml.ts';
import { rewriteConfig } from '../rewrite/config.ts';
import type { Prediction, RewriteOptions, Target } from '../rewrite/model.ts';
import { useKey } from '../rewrite/pair.ts';
import { predict } from '../rewrite/predict.ts';
import { count, dig, type Raw, text } from '../vcluster/raw.ts';
import type { PreviewSubject, PreviewWorld } from './check.ts';
import { checks } from './checks.ts';
import { parseManifest } from './manifest.ts';
import { podOf } from './podTemplate.ts';

/** What one object of a manifest becomes. */
export interface PreviewedObject {
  /** Such as `Pod default/web-0`. */
  readonly title: string;
  /** What is compared: the object, or the pod of its template. As YAML. */
  readonly virtual: string;
  /** Undefined where nothing of it reaches the host. As YAML. */
  readonly host?: string;
}

export interface Preview {
  readonly objects: readonly PreviewedObject[];
  readonly findings: readonly Finding[];
}

/** With the namespace that it is applied to, which predictions need. */
function placed(object: Raw, namespace: string): Raw {
  const metadata = object['metadata'];
  const given = text(dig(metadata, 'namespace'));
  const kind = text(object['kind']) ?? '';
  const clusterWide =
    /^(Namespace|PersistentVolume|StorageClass|PriorityClass|Node|Cluster\w+|CustomResourceDefinition)$/u.test(kind);
  return given !== undefined || clusterWide ? object : { ...object, metadata: { ...(metadata as object), namespace } };
}

function yaml(object: Raw): string {
  return objectYaml(object, object['kind'] === 'Secret' ? 'secrets' : '');
}

function titleOf(object: Raw): string {
  const name = [dig(object, 'metadata', 'namespace'), dig(object, 'metadata', 'name')].filter(Boolean).join('/');
  return `${String(object['kind'])} ${name}`;
}

function replicasOf(object: Raw): number {
  return object['kind'] === 'Pod'
    ? 1
    : (count(dig(object, 'spec', 'replicas')) ?? count(dig(object, 'spec', 'parallelism')) ?? 1);
}

/**
 * What a vcluster's syncer would make of a manifest, and what is worth knowing before it is applied. Pure: nothing is applied
 * and nobody is asked; what is known of the world is handed in. Never throws.
 */
export function previewManifest(
  manifest: string,
  target: Target,
  options: RewriteOptions,
  world: PreviewWorld = {},
  namespace = 'default',
): Preview {
  const config = rewriteConfig(target, options);
  const { objects, problems } = parseManifest(manifest);
  const all = objects.map((one) => ({ ...one, object: placed(one.object, namespace) }));
  const made = new Set(
    all.map(({ object }) =>
      useKey(
        text(object['kind']) ?? '',
        text(dig(object, 'metadata', 'namespace')),
        text(dig(object, 'metadata', 'name')) ?? '',
      ),
    ),
  );
  const findings: Finding[] = problems.map((problem) => ({ ...problem, severity: 'error', code: 'unreadable' }));
  const previewed = all.map(({ object, at }): PreviewedObject => {
    const templated = podOf(object);
    const prediction: Prediction = predict(templated?.pod ?? object, target, options);
    const subject: PreviewSubject = {
      object,
      ...(templated === undefined ? {} : { pod: templated.pod }),
      base: templated?.base ?? '',
      prediction,
      replicas: replicasOf(object),
      config,
      made,
      world,
    };
    for (const { pointer, ...finding } of checks.flatMap((check) => check(subject))) {
      findings.push({ ...at(pointer), ...finding });
    }
    return {
      title: titleOf(templated?.pod ?? object),
      virtual: yaml(templated?.pod ?? object),
      ...(prediction.object === null ? {} : { host: yaml(prediction.object) }),
    };
  });
  return { objects: previewed, findings: findings.sort(compareFindings) };
}
