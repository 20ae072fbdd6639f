import * as l10n from '@vscode/l10n';
import { isMap, isSeq, type Node } from 'yaml';
import { parseImage } from '../../vcluster/image.ts';
import type { Conversion } from './legacyConversion.ts';
import { gone, type LegacyRule, type LegacyRules, moved } from './legacyRule.ts';
import type { OldKey } from './oldKeys.ts';

const set = 'controlPlane.statefulSet';

/** What Kubernetes schedules a pod by, and its names and labels, below some key. */
export function podRules(target: string): LegacyRules {
  return {
    labels: moved(`${target}.labels`, 'textMap'),
    annotations: moved(`${target}.annotations`, 'textMap'),
    podlabels: moved(`${target}.pods.labels`, 'textMap'),
    podannotations: moved(`${target}.pods.annotations`, 'textMap'),
    nodeselector: moved(`${target}.scheduling.nodeSelector`, 'map'),
    affinity: moved(`${target}.scheduling.affinity`, 'map'),
    tolerations: moved(`${target}.scheduling.tolerations`, 'maps'),
    topologyspreadconstraints: moved(`${target}.scheduling.topologySpreadConstraints`, 'list'),
    priorityclassname: moved(`${target}.scheduling.priorityClassName`, 'text'),
    securitycontext: moved(`${target}.security.containerSecurityContext`, 'map'),
    podsecuritycontext: moved(`${target}.security.podSecurityContext`, 'map'),
    fsgroup: (old, to) => {
      if (!to.isOldDefault(old)) {
        to.carry(old, `${target}.security.podSecurityContext.fsGroup`, 'integer');
      }
    },
    imagepullpolicy: moved(`${target}.imagePullPolicy`, 'text'),
    env: moved(`${target}.env`, 'maps'),
    volumes: moved(`${target}.persistence.addVolumes`, 'maps'),
    extravolumemounts: mounts(`${target}.persistence.addVolumeMounts`),
    volumemounts: mounts(`${target}.persistence.addVolumeMounts`),
    volumeclaimtemplates: moved(`${target}.persistence.volumeClaimTemplates`, 'maps'),
  };
}

/** Size, class and whether there is a volume at all. */
export function storageRules(target: string, weak: boolean): LegacyRules {
  const claim = `${target}.persistence.volumeClaim`;
  const shape = target === set ? 'switch' : 'boolean';
  return {
    persistence: moved(`${claim}.enabled`, shape, { weak }),
    size: moved(`${claim}.size`, 'text', { weak }),
    classname: moved(`${claim}.storageClass`, 'text', { weak }),
    ...(target === set && { binariesvolume: moved(`${target}.persistence.binariesVolume`, 'maps', { weak }) }),
  };
}

const known = ['name', 'readOnly', 'mountPath', 'subPath', 'mountPropagation', 'subPathExpr'];

/** What the old charts mounted themselves. */
const ownMounts = ['data', 'k0s-config', 'certs', 'coredns', 'k3s-config', 'etc-ssl-certs', 'vcluster-init'];

/** The mounts that are not of the chart itself. */
function mounts(target: string): LegacyRule {
  return (old, to) => {
    const items = to.keys.items(old);
    if (items.length === 0) {
      gone('unsupported', () => l10n.t('It must be a list, and is left out.'))(old, to);
      return;
    }
    const own = items.filter(({ value }) => ownMounts.includes(String((value as { name?: unknown } | null)?.name)));
    const others = items.filter((item) => !own.includes(item));
    for (const item of others) {
      mount(item, to, target);
    }
    if (others.length === 0) {
      to.note(old, 'dropped', l10n.t('The chart mounts these itself.'));
    } else if (own.length > 0) {
      for (const item of own) {
        to.note(item, 'dropped', l10n.t('The chart mounts this itself.'));
      }
    }
  };
}

function mount(item: OldKey, to: Conversion, target: string): void {
  const node = to.copier.copy(item.node);
  if (!isMap(node)) {
    to.note(item, 'unsupported', l10n.t('It must be a mapping, and is left out.'));
    return;
  }
  const strange = to.keys.children(item).filter(({ path }) => !known.includes(String(path.at(-1))));
  for (const one of strange) {
    node.delete(String(one.path.at(-1)));
    to.note(one, 'unsupported', l10n.t('vcluster passes no such field on; it is left out.'));
  }
  for (const key of ['name', 'mountPath', 'subPath', 'mountPropagation', 'subPathExpr']) {
    const value = node.get(key, true) as (Node & { value?: unknown; source?: string }) | undefined;
    if (value !== undefined && typeof value.value !== 'string') {
      node.set(key, value.source ?? String(value.value));
    }
  }
  append(to, item, target, node);
}

/** Puts one item behind those of a list. */
export function append(to: Conversion, item: OldKey, target: string, node: Node): boolean {
  const list = to.draft.node([]);
  if (isSeq(list)) {
    list.items.push(node);
  }
  return to.place(item, target, list);
}

/** An image as registry, repository and tag. */
export function image(to: Conversion, old: OldKey, target: string, change?: string): void {
  if (typeof old.value !== 'string' || old.value === '') {
    gone('unsupported', () => l10n.t('It must be a text, and is left out.'))(old, to);
    return;
  }
  const { registry = '', repository, tag, digest } = parseImage(old.value);
  if (digest !== undefined && tag === undefined) {
    to.note(old, 'unsupported', l10n.t('An image cannot be pinned by its digest here. Give it a tag, and write that.'));
    return;
  }
  const carrying = change === undefined ? {} : { change };
  to.set(old, `${target}.registry`, registry, carrying);
  to.set(old, `${target}.repository`, repository, carrying);
  if (tag !== undefined) {
    // The chart writes what stands here behind the colon, so that a digest goes along.
    to.set(old, `${target}.tag`, digest === undefined ? tag : `${tag}@${digest}`, carrying);
  }
}
