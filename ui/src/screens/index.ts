import { author } from './author/screen';
import { lineage } from './lineage/screen';
import { manage } from './manage/screen';
import { overview } from './overview/screen';
import { runs } from './runs/screen';
import { triggerRuns } from './triggerRuns/screen';
import type { Screen } from './screen';

/** All screens, in the order of the navigation. */
export const screens: readonly Screen[] = [overview, runs, triggerRuns, lineage, author, manage];
