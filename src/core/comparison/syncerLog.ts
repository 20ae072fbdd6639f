import * as l10n from '@vscode/l10n';
import { lineRedactor } from '../deploy/redaction.ts';
import type { KubeClient } from '../kube/client.ts';
import { resourcePath, resources } from '../kube/resource.ts';
import type { VCluster } from '../vcluster/model.ts';
import { time } from '../vcluster/raw.ts';
import { missingEntry } from './happening.ts';
import type { TimelineEntry } from './model.ts';

/** How much of each log is read, and how many lines of it are shown. */
const tailLines = 2_000;
const limitBytes = 1_048_576;
const shownLines = 40;
const timeoutMs = 10_000;

/** What a line can name. */
export interface LogSubject {
  readonly virtual?: { readonly name: string; readonly namespace?: string } | undefined;
  readonly hostName?: string | undefined;
}

/** Whether a text has a name as a whole: not as a part of a longer one. */
function names(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    const around = (line[at - 1] ?? ' ') + (line[at + name.length] ?? ' ');
    if (!/[\w-]/u.test(around)) {
      return true;
    }
  }
  return false;
}

/** Whether a line is about an object: it has its name on the host, or that inside along with its namespace. */
export function isAbout(line: string, { virtual, hostName }: LogSubject): boolean {
  if (hostName !== undefined && names(line, hostName)) {
    return true;
  }
  const { name, namespace } = virtual ?? {};
  return name !== undefined && names(line, name) && (namespace === undefined || names(line, namespace));
}

const stamped = /^(\d{4}-\d\d-\d\dT\S+) (.*)$/su;

function severityOf(line: string): TimelineEntry['severity'] {
  return /\b(?:error|fatal|panic)\b|^E\d{4} /iu.test(line)
    ? 'error'
    : /\bwarn(?:ing)?\b|^W\d{4} /iu.test(line)
      ? 'warning'
      : 'normal';
}

async function linesOf(client: KubeClient, namespace: string, pod: string): Promise<readonly string[]> {
  const path = `${resourcePath(resources.pods, namespace, pod)}/log`;
  const query = { container: 'syncer', timestamps: true, tailLines, limitBytes };
  const signal = AbortSignal.timeout(timeoutMs);
  let text = '';
  for await (const piece of client.stream(path, { query, signal })) {
    text += piece;
    if (text.length > limitBytes) {
      break;
    }
  }
  return text.split('\n');
}

/** What the syncers of a vcluster said of an object lately, tokens and passwords masked. Never rejects. */
export async function syncerLines(
  client: KubeClient,
  { pods }: VCluster,
  subject: LogSubject,
): Promise<readonly TimelineEntry[]> {
  const syncers = pods.filter(({ role, containers }) => role === 'syncer' && containers.includes('syncer'));
  const read = syncers.slice(0, 3).map(async ({ namespace, name }): Promise<readonly TimelineEntry[]> => {
    try {
      const redact = lineRedactor();
      const lines = (await linesOf(client, namespace, name)).filter((line) => isAbout(line, subject));
      return lines.slice(-shownLines).map((line) => {
        const [, stamp, rest = line] = stamped.exec(line) ?? [];
        const at = time(stamp);
        const message = redact(rest);
        return {
          ...(at === undefined ? {} : { time: at }),
          side: 'syncer',
          severity: severityOf(message),
          title: l10n.t('Log of the syncer'),
          message,
        };
      });
    } catch (error) {
      return [missingEntry('syncer', l10n.t('Log of the syncer'), error)];
    }
  });
  return (await Promise.all(read)).flat();
}
