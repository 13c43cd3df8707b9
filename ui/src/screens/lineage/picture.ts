import type { Drawn, DrawnArrow, DrawnBox } from './drawing';

const PAD = 24;
const HEAD = 48;
const COLUMN = 22;
/** Browsers refuse larger canvases. */
const PIXELS_MAX = 12_000;

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c,
  );
const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

type Colours = (name: string) => string;

function boxSvg(box: DrawnBox, colour: Colours): string {
  const { x, y } = box.at;
  const tone = box.shade.tone === 'kind' ? KIND_COLOURS[box.kind] : `${box.shade.tone}-fill`;
  const chars = Math.floor((box.width - 24) / 7);
  const note = box.side ? `${cut(box.note, chars - box.side.length)} · ${box.side}` : box.note;
  const lines = [
    `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6" fill="${colour('panel')}" stroke="${colour('line-2')}"/>`,
    `<rect x="${x}" y="${y}" width="3" height="${box.height}" fill="${colour(tone)}"/>`,
    `<text x="${x + 12}" y="${y + 20}" font-size="12.500" font-weight="600" fill="${colour('text')}">${escaped(cut(box.label, chars))}</text>`,
    `<text x="${x + 12}" y="${y + 36}" font-size="11" fill="${colour('text-2')}">${escaped(cut(note, chars + 4))}</text>`,
  ];
  box.columns.forEach((column, i) => {
    const at = y + HEAD + i * COLUMN + 14;
    lines.push(
      `<text x="${x + 12}" y="${at}" font-size="11" fill="${colour(column.traced ? 'accent' : 'text')}">${escaped(cut(column.name, chars - 8))}</text>`,
    );
  });
  return lines.join('');
}

const KIND_COLOURS: Record<DrawnBox['kind'], string> = {
  dataset: 'accent-fill',
  activity: 'run-fill',
  pipeline: 'run-fill',
  store: 'wait-fill',
  compute: 'stop-fill',
};

function columnY(box: DrawnBox, name: string | undefined): number {
  const i = name === undefined ? -1 : box.columns.findIndex((column) => column.name === name);
  return i < 0 ? box.at.y + box.height / 2 : box.at.y + HEAD + i * COLUMN + COLUMN / 2;
}

function arrowSvg(arrow: DrawnArrow, from: DrawnBox, to: DrawnBox, colour: Colours): string {
  const [x1, y1] = [from.at.x + from.width, columnY(from, arrow.fromColumn)];
  const [x2, y2] = [to.at.x - 3, columnY(to, arrow.toColumn)];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  const stroke = colour(arrow.strong ? 'accent' : arrow.kind === 'removes' ? 'bad-fill' : 'line-2');
  const dash = arrow.kind === 'moves' ? '' : ' stroke-dasharray="5 4"';
  const label = arrow.label
    ? `<text x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 4}" font-size="10.500" text-anchor="middle" fill="${colour('text-2')}">${escaped(arrow.label)}</text>`
    : '';
  return `<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="${stroke}" stroke-width="1.400"${dash} marker-end="url(#to)"/>${label}`;
}

export interface Picture {
  svg: string;
  width: number;
  height: number;
}

/** The graph as one SVG file: nothing in it comes from elsewhere. */
export function pictureOf(drawn: Drawn, title: string, colour: Colours): Picture {
  const boxes = new Map(drawn.boxes.map((box) => [box.id, box]));
  const left = Math.min(0, ...drawn.boxes.map((box) => box.at.x)) - PAD;
  const top = Math.min(0, ...drawn.boxes.map((box) => box.at.y)) - PAD;
  const width = Math.max(1, ...drawn.boxes.map((box) => box.at.x + box.width)) + PAD - left;
  const height = Math.max(1, ...drawn.boxes.map((box) => box.at.y + box.height)) + PAD - top;
  const arrows = drawn.arrows.flatMap((arrow) => {
    const [from, to] = [boxes.get(arrow.from), boxes.get(arrow.to)];
    return from && to ? [arrowSvg(arrow, from, to, colour)] : [];
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="Inter, system-ui, sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="${colour('line-2')}"/></marker></defs>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${colour('bg')}"/>`,
    ...arrows,
    ...drawn.boxes.map((box) => boxSvg(box, colour)),
    '</svg>',
  ].join('\n');
  return { svg, width, height };
}

/** The colours of the theme as they are just now. */
export function themeColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/** The same as pixels, two for each where that is not too many. */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const scale = Math.min(2, PIXELS_MAX / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('The browser cannot make a picture of this size.'));
    }, 'image/png'),
  );
}

/** Hand a file to whoever asked for it. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
