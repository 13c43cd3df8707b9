import { useNavigate } from 'react-router';
import { useFactory } from '@/api/factory';
import { Segments } from '@/filters/Segments';
import { link } from '@/shell/links';

const TABS = [
  { id: 'runs', label: 'Pipelines' },
  { id: 'runs/activities', label: 'Activities' },
] as const;

/** Whose runs are listed. */
export function RunTabs({ value }: { value: (typeof TABS)[number]['id'] }) {
  const factory = useFactory();
  const navigate = useNavigate();
  return (
    <Segments
      label="Runs of"
      options={TABS}
      value={value}
      onChange={(next) => void navigate(link(factory, next))}
    />
  );
}
