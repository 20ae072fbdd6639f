import type { HostMessage, PageMessage, PanelState, Place } from './contract.ts';
import type { AlignedLine, ComparisonDetail, ComparisonHead, ComparisonRow, Diagnosis } from './model.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const anything: Check = () => true;

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function list(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function oneOf(...values: readonly string[]): Check {
  return (value) => typeof value === 'string' && values.includes(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A check for every field of a type; one that is forgotten does not compile. */
type Fields<T> = { readonly [K in keyof Required<T>]: Check };

function shape<T>(fields: Fields<T>): Check {
  const checks = Object.entries<Check>(fields);
  return (value) => isRecord(value) && checks.every(([name, check]) => check(value[name]));
}

/** The variants of a union by the field that tells them apart. */
function variants(field: string, checks: Readonly<Record<string, Check>>): Check {
  return (value) => {
    const name = isRecord(value) ? value[field] : undefined;
    return typeof name === 'string' && Object.hasOwn(checks, name) && checks[name]?.(value) === true;
  };
}

type Of<Union, Name> = Omit<Extract<Union, { readonly type: Name }>, 'type'>;

const side = oneOf('virtual', 'host');
const state = oneOf('synced', 'fromHost', 'virtualOnly', 'notSynced', 'notReferenced', 'waiting', 'hostOnly');

const row = shape<ComparisonRow>({
  key: text,
  kind: text,
  state,
  virtualName: optional(text),
  virtualNamespace: optional(text),
  hostName: optional(text),
  hostNamespace: optional(text),
  status: optional(text),
  hashed: optional(flag),
  drift: optional(number),
});

const head = shape<ComparisonHead>({
  vclusterId: text,
  name: text,
  namespace: text,
  context: text,
  version: text,
  generation: oneOf('legacy', 'current'),
  virtual: variants('state', {
    closed: anything,
    live: anything,
    opening: shape<{ step: string }>({ step: text }),
    failed: shape<{ message: string; fix?: string }>({ message: text, fix: optional(text) }),
  }),
  hostNotice: optional(text),
});

const line = shape<AlignedLine>({
  left: optional(text),
  right: optional(text),
  path: text,
  depth: number,
  change: optional(number),
  part: optional(oneOf('status', 'managed')),
  masked: optional(flag),
});

const detail = shape<ComparisonDetail>({
  key: text,
  state,
  stateReason: text,
  lines: list(line),
  changes: list(
    shape<ComparisonDetail['changes'][number]>({
      path: text,
      kind: oneOf('rewritten', 'host', 'drift'),
      rule: optional(text),
      from: anything,
      to: anything,
      reason: text,
      link: optional(text),
    }),
  ),
});

const diagnosis = shape<Diagnosis>({
  key: text,
  timeline: list(
    shape<Diagnosis['timeline'][number]>({
      time: optional(number),
      side: oneOf('virtual', 'host', 'syncer'),
      severity: oneOf('normal', 'warning', 'error'),
      title: text,
      message: text,
      count: optional(number),
    }),
  ),
  conditions: list(
    shape<Diagnosis['conditions'][number]>({
      type: text,
      status: text,
      reason: optional(text),
      message: optional(text),
    }),
  ),
  findings: list(shape<Diagnosis['findings'][number]>({ rule: text, message: text, advice: optional(text) })),
});

const place = shape<Place>({ key: text, side, path: text });
const texts: Check = (value) => isRecord(value) && Object.values(value).every(text);
const failure = { key: text, message: text };

const pageMessage = variants('type', {
  start: shape<Of<PageMessage, 'start'>>({ head, rows: list(row), texts }),
  head: shape<Of<PageMessage, 'head'>>({ head }),
  rows: shape<Of<PageMessage, 'rows'>>({ changed: list(row), removed: list(text) }),
  select: shape<Of<PageMessage, 'select'>>({ key: text }),
  detail: shape<Of<PageMessage, 'detail'>>({ detail }),
  detailFailed: shape<Of<PageMessage, 'detailFailed'>>(failure),
  diagnosis: shape<Of<PageMessage, 'diagnosis'>>({ diagnosis }),
  diagnosisFailed: shape<Of<PageMessage, 'diagnosisFailed'>>(failure),
  revealed: shape<Of<PageMessage, 'revealed'>>({ value: text, place }),
  revealFailed: shape<Of<PageMessage, 'revealFailed'>>({ message: text, place }),
  failed: shape<Of<PageMessage, 'failed'>>({ message: text }),
} satisfies Record<PageMessage['type'], Check>);

const hostMessage = variants('type', {
  ready: shape<Of<HostMessage, 'ready'>>({ inside: flag }),
  select: shape<Of<HostMessage, 'select'>>({ key: text }),
  diagnose: shape<Of<HostMessage, 'diagnose'>>({ key: text }),
  reveal: shape<Of<HostMessage, 'reveal'>>({ place }),
  copy: shape<Of<HostMessage, 'copy'>>({ key: text, side }),
  open: shape<Of<HostMessage, 'open'>>({ key: text, side }),
  diff: shape<Of<HostMessage, 'diff'>>({ key: text }),
  openInside: anything,
  cancelOpening: anything,
  fix: anything,
} satisfies Record<HostMessage['type'], Check>);

const panelState = shape<PanelState>({
  vclusterId: text,
  selected: optional(text),
  search: text,
  filters: list(oneOf('rewritten', 'waiting', 'drift', 'hostOnly', 'notSynced')),
  parts: list(text),
  collapsed: list(text),
  tab: oneOf('lines', 'diagnosis'),
  onlyChanges: flag,
  status: flag,
  managed: flag,
  wrap: flag,
  picture: flag,
  share: (value) => number(value) && (value as number) >= 0 && (value as number) <= 1,
  inside: flag,
});

/** Whether what arrived in the page is a message of the extension. Anything may post to a window. */
export function isPageMessage(value: unknown): value is PageMessage {
  return pageMessage(value);
}

/** Whether what arrived from the page is a message that it may send. */
export function isHostMessage(value: unknown): value is HostMessage {
  return hostMessage(value);
}

/** Whether what VS Code kept is a state of this version of the page. */
export function isPanelState(value: unknown): value is PanelState {
  return panelState(value);
}
