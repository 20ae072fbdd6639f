import * as l10n from '@vscode/l10n';
import { printable } from '../../base/text.ts';
import type { ConfigPath } from '../finding.ts';
import { isLabelValue } from './labels.ts';
import { flagsOf } from './legacyFlags.ts';
import { firstCurrentMinor, type Report, type Rule } from './rule.ts';
import { pathOf, type Settings, said } from './settings.ts';

const listPath = 'sync.toHost.pods.enforceTolerations';
const effects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

interface Toleration {
  readonly sound: boolean;
  readonly effect: string;
}

/** As `pkg/util/toleration` of vcluster reads it: `*`, KEY, KEY=VALUE, KEY:EFFECT or KEY=VALUE:EFFECT. */
function parseToleration(text: string): Toleration {
  const [pair = '', effect = '', ...colons] = text.split(':');
  const [, value = '', ...equals] = pair.split('=');
  return { sound: colons.length === 0 && equals.length === 0 && isLabelValue(value), effect };
}

interface Found extends Toleration {
  readonly path: ConfigPath;
  readonly text: string;
}

/** Those of the list, and those of the flags that old charts hand over. */
function tolerations(settings: Settings): readonly Found[] {
  const flags = settings.minor < firstCurrentMinor ? flagsOf(settings) : [];
  const given = [
    ...settings.items(listPath).map((item, index) => [pathOf(listPath, index), said(item)] as const),
    ...flags
      .filter(({ name }) => name === 'enforce-toleration')
      .map(({ value, index }) => [pathOf('syncer.extraArgs', index), said(value)] as const),
  ];
  return given.flatMap(([path, text]) =>
    text === undefined || text === '*' ? [] : [{ path, text, ...parseToleration(text) }],
  );
}

function checkFormat(settings: Settings): readonly Report[] {
  return tolerations(settings)
    .filter(({ sound }) => !sound)
    .map(({ path, text }) => ({
      path,
      message: l10n.t(
        '“{0}” is no toleration: write *, KEY, KEY=VALUE, KEY:EFFECT or KEY=VALUE:EFFECT.',
        printable(text),
      ),
    }));
}

function checkEffect(settings: Settings): readonly Report[] {
  return tolerations(settings)
    .filter(({ sound, effect }) => sound && effect !== '' && !effects.includes(effect))
    .map(({ path, text, effect }) => {
      const meant = path[0] === 'sync' ? effects.find((one) => one.toLowerCase() === effect.toLowerCase()) : undefined;
      return {
        path,
        message: l10n.t(
          'No taint has the effect “{0}”: pods that get this toleration are refused. Write {1}.',
          printable(effect),
          effects.join(', '),
        ),
        ...(meant === undefined
          ? {}
          : {
              answers: [
                {
                  title: l10n.t('Change to {0}', meant),
                  changes: [
                    { kind: 'set' as const, path, value: `${text.slice(0, text.length - effect.length)}${meant}` },
                  ],
                },
              ],
            }),
      };
    });
}

/** Rules about what is done to pods on their way to the host. */
export const podRules: readonly Rule[] = [
  {
    code: 'toleration-format',
    severity: 'error',
    since: 0,
    explanation: () =>
      l10n.t(
        'Each item of sync.toHost.pods.enforceTolerations is one toleration in the short form of kubectl taint: *, KEY, KEY=VALUE, KEY:EFFECT or KEY=VALUE:EFFECT. The value must be a valid label value. vcluster parses them when it starts and stops at the first one that it cannot read.',
      ),
    check: checkFormat,
  },
  {
    code: 'toleration-effect',
    severity: 'warning',
    since: 0,
    explanation: () =>
      l10n.t(
        'The effect behind the colon of a toleration is NoSchedule, PreferNoSchedule or NoExecute. vcluster does not check it, but the host cluster does: it refuses pods with any other effect, so that they stay pending in the virtual cluster.',
      ),
    check: checkEffect,
  },
];
