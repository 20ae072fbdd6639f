import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { PauseForecast } from './forecast.ts';
import { sizeText } from './quantity.ts';

/** More names than this fill no dialog. */
const namesShown = 5;

function podsText({ name, controlPlanePods, syncedPods }: PauseForecast): string {
  const shown = printable(name, 100);
  if (controlPlanePods + syncedPods === 0) {
    return l10n.t('{0} has no pods at the moment; it will be marked as paused.', shown);
  }
  return l10n.t(
    'Pods of {0} that end: {1} of its control plane and {2} that run inside it.',
    shown,
    controlPlanePods,
    syncedPods,
  );
}

function bareText(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => printable(name, 120));
  const list = shown.join(', ');
  return names.length > namesShown
    ? l10n.t(
        'No controller makes these pods anew, so what runs in them is lost: {0} and {1} more.',
        list,
        names.length - namesShown,
      )
    : names.length > 1
      ? l10n.t('No controller makes these pods anew, so what runs in them is lost: {0}.', list)
      : l10n.t('No controller makes the pod {0} anew, so what runs in it is lost.', list);
}

function volumesText({ count, bytes, unsized }: PauseForecast['volumes']): string {
  const size = sizeText(bytes);
  if (unsized === count) {
    return l10n.t('Its volumes stay and still cost: {0}.', count);
  }
  return unsized > 0
    ? l10n.t('Its volumes stay and still cost: {0}, with more than {1}.', count, size)
    : l10n.t('Its volumes stay and still cost: {0}, with {1}.', count, size);
}

/** The sentences of `forecastText`. */
export function forecastSentences(forecast: PauseForecast): readonly string[] {
  const { barePods, uncertainPods, volumes, staying, hidden, syncedPods } = forecast;
  const controlled = syncedPods > barePods.length + uncertainPods;
  return [
    podsText(forecast),
    ...(barePods.length > 0 ? [bareText(barePods)] : []),
    ...(uncertainPods > 0
      ? [
          l10n.t(
            'Pods of which the host does not show whether a controller makes them anew: {0}. What runs in those without one is lost.',
            uncertainPods,
          ),
        ]
      : []),
    ...(controlled ? [l10n.t('Pods that have a controller come back when it is resumed.')] : []),
    ...(volumes.count > 0 ? [volumesText(volumes)] : []),
    ...(staying.length > 0
      ? [l10n.t('Pods of its control plane that go on, as with the vcluster CLI: {0}.', staying.join(', '))]
      : []),
    ...hidden.map(({ message }) => l10n.t('Some of it could not be seen: {0}', message)),
  ];
}
