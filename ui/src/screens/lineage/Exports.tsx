import { ChevronDown, Download } from 'lucide-react';
import { quoted, type Call } from '@/actions/calls';
import { API_VERSION } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useFactory, type Factory } from '@/api/factory';
import { V1_VERSION } from '@/api/slices';
import { Button } from '@/kit/Button';
import { Menu, MenuItem } from '@/kit/Menu';
import { printedLineage } from './data';
import type { Drawn } from './drawing';
import type { Found } from './lineage';
import { pictureOf, pngOf, save, themeColours } from './picture';
import type { Looks } from './useLooks';

/** The dataset that the service can be asked around; it knows no other focus. */
function datasetOf(looks: Looks, things: ReadonlyMap<string, Found>): string {
  const focus = things.get(looks.focus);
  return focus?.kind === 'dataset' ? focus.label : '';
}

/** What the graph on the screen is asked by. */
export function lineageCall(
  factory: Factory,
  looks: Looks,
  things: ReadonlyMap<string, Found>,
  origin: string,
  format = '',
): Call {
  const dataset = datasetOf(looks, things);
  const side = { up: 'upstream', down: 'downstream', both: '' }[looks.direction];
  const query = new URLSearchParams({
    'api-version': factory.version === 1 ? V1_VERSION : API_VERSION,
    ...(looks.columns ? { columns: 'true' } : {}),
    ...(dataset ? { dataset } : {}),
    ...(dataset && side ? { direction: side } : {}),
    ...(format ? { format } : {}),
  });
  const of = looks.run ? `pipelineruns/${encodeURIComponent(looks.run)}/lineage` : 'lineage';
  const words = [
    'weir lineage',
    looks.run && `--run ${looks.run}`,
    dataset && `--dataset ${quoted(dataset)}`,
    dataset && side && `--${side}`,
    looks.columns && '--columns',
    `--format ${format || 'json'}`,
    `--server ${origin} --factory ${quoted(factory.name)}`,
    factory.version === 1 && '--v1',
  ];
  return {
    method: 'GET',
    path: `/weir${factory.id}/${of}?${query.toString()}`,
    command: words.filter(Boolean).join(' '),
  };
}

const FORMATS = {
  svg: 'Picture as shown, SVG',
  png: 'Picture as shown, PNG',
  openlineage: 'OpenLineage events',
  html: 'One page for the browser, HTML',
  json: 'JSON',
};
type Format = keyof typeof FORMATS;
const ENDINGS: Record<Format, string> = {
  svg: 'svg',
  png: 'png',
  openlineage: 'ndjson',
  html: 'html',
  json: 'json',
};

/** The graph as a file. */
export function Exports({
  drawn,
  looks,
  things,
  onFailed,
}: {
  drawn: Drawn | null;
  looks: Looks;
  things: ReadonlyMap<string, Found>;
  onFailed: (message: string | null) => void;
}) {
  const factory = useFactory();
  const fileOf = async (format: Format): Promise<Blob | null> => {
    if (format !== 'svg' && format !== 'png') {
      return printedLineage(lineageCall(factory, looks, things, '', format).path);
    }
    if (!drawn) return null;
    const picture = pictureOf(drawn, `Lineage of ${factory.name}`, themeColours());
    return format === 'png' ? pngOf(picture) : new Blob([picture.svg], { type: 'image/svg+xml' });
  };
  const take = async (format: Format) => {
    onFailed(null);
    try {
      const file = await fileOf(format);
      if (file) save(file, `lineage-${factory.name}.${ENDINGS[format]}`);
    } catch (thrown) {
      onFailed(asApiError(thrown).message);
    }
  };
  return (
    <Menu
      label="Save the graph"
      trigger={
        <Button>
          <Download size={14} aria-hidden="true" /> Save as
          <ChevronDown size={13} aria-hidden="true" />
        </Button>
      }
      onAction={(key) => void take(key as Format)}
    >
      {Object.entries(FORMATS).map(([id, words]) => (
        <MenuItem key={id} id={id} textValue={words}>
          {words}
        </MenuItem>
      ))}
    </Menu>
  );
}
