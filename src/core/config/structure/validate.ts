import * as l10n from '@vscode/l10n';
import { isMap, isScalar } from 'yaml';
import type { ConfigDocument } from '../document.ts';
import type { Finding } from '../finding.ts';
import { rootOf } from '../schema/tables.ts';
import { isNewer, type LegacyDistro, targetOf } from '../schema/target.ts';
import { isPlaceholder } from '../template.ts';
import { Collector } from './collector.ts';
import { maybeKnown } from './keyCheck.ts';
import { checkSyntax } from './syntax.ts';
import { Walker } from './walker.ts';
import { YamlTraps } from './yamlTraps.ts';

/** Which format to hold a file against. */
export interface StructureOptions {
  /** Such as `0.36.1` or `0.14.2`; the newest if it is left out or not known. */
  readonly version?: string;
  /** Which of the old charts, for versions up to 0.19; k3s if it is left out. */
  readonly distro?: LegacyDistro;
}

/** Only the first document is read; a text after it looks as if it had an effect. */
function checkFurtherDocuments(document: ConfigDocument, collector: Collector): void {
  const further = document.documents.slice(1).filter(({ contents }) => isMap(contents));
  const [first] = further;
  if (first !== undefined && document.view?.root !== first.contents) {
    const message = l10n.t('helm reads the first document only. What stands below --- has no effect.');
    collector.add(first.contents, { severity: 'warning', code: 'further-document', message });
  }
}

/**
 * What is wrong with how a file is built, for its version: YAML that cannot be read or is read otherwise than it looks, keys and values
 * that the chart or the syncer refuse, and what is missing. Errors are what is refused; the charts up to 0.19 refuse nothing, so that there
 * are warnings at most, apart from the YAML itself. What versions newer than the known ones refuse is not certain. By place, one for each cause, at most about a hundred. Never throws.
 */
export function validateStructure(
  document: ConfigDocument,
  { version, distro }: StructureOptions = {},
): readonly Finding[] {
  const target = targetOf(version, distro);
  const collector = new Collector(document);
  const unreadableFrom = checkSyntax(document, collector);
  const { view } = document;
  if (view === undefined || view.root === null) {
    return collector.result(unreadableFrom);
  }
  if (isMap(view.root)) {
    new YamlTraps(document, view, target, collector).check();
    new Walker(document, view, target, collector).value(rootOf(target), {
      node: view.root,
      keyNode: view.root,
      path: [],
    });
  } else if (!isScalar(view.root) || (view.scalar(view.root) !== null && !isPlaceholder(view.scalar(view.root)))) {
    const message = l10n.t('A file for vcluster consists of keys with values, such as sync: or controlPlane:.');
    collector.add(view.root, { severity: 'error', code: 'wrong-type', message, data: { path: [] } });
  }
  checkFurtherDocuments(document, collector);
  const found = collector.result(unreadableFrom);
  return isNewer(version) ? found.map(maybeKnown) : found;
}
