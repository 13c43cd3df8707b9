import { alerts } from './alerts/screen';
import { author } from './author/screen';
import { grid } from './grid/screen';
import { lineage } from './lineage/screen';
import { manage } from './manage/screen';
import { overview } from './overview/screen';
import { runs } from './runs/screen';
import { triggerRuns } from './triggerRuns/screen';
import { triggers } from './triggers/screen';
import { windows } from './windows/screen';
import type { Factory } from '@/api/factory';
import type { May } from '@/session/may';
import type { Screen } from './screen';

/** All screens, in the order of the navigation. */
export const screens: readonly Screen[] = [
  overview,
  runs,
  grid,
  windows,
  triggerRuns,
  triggers,
  alerts,
  lineage,
  author,
  manage,
];

/** Those that a factory has, and of which one may see something. */
export const screensOf = (factory: Factory, may: May): readonly Screen[] =>
  screens.filter(
    (one) =>
      (one.versions ?? [2]).includes(factory.version) &&
      (factory.version === 1 || one.needs === undefined || may(one.needs)),
  );
