import { useFactory } from '@/api/factory';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { useTitle } from '@/shell/useTitle';
import { PipelineGrid } from './PipelineGrid';
import { SliceGrid } from './SliceGrid';
import { WindowGrid } from './WindowGrid';
import '@/table/table.css';
import './grid.css';

/** Pipelines, windows, and of factories of version 1 datasets, over time. */
export default function GridView() {
  useTitle('Grid');
  const factory = useFactory();
  const filters = useFilters();
  if (factory.version === 1) return <SliceGrid />;
  const windows = filters.text('of') === 'windows';
  const choice = (
    <Segments
      label="Rows"
      options={[
        { id: 'pipelines', label: 'Pipelines' },
        { id: 'windows', label: 'Windows' },
      ]}
      value={windows ? 'windows' : 'pipelines'}
      onChange={(of) =>
        filters.set({ of: of === 'pipelines' ? '' : of, area: '', by: '', to: '' }, { push: true })
      }
    />
  );
  return windows ? <WindowGrid choice={choice} /> : <PipelineGrid choice={choice} />;
}
