const DAY = 86_400_000;

/** "1.2 s", "3 m 04 s", "2 h 05 m", "3 d 4 h". */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return '–';
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const pad = (n: number) => String(n).padStart(2, '0');
  const s = Math.round(ms / 1000);
  if (s < 3600) return `${Math.floor(s / 60)} m ${pad(s % 60)} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${pad(Math.floor((s % 3600) / 60))} m`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

/** How long since, or until: "12 s ago", "in 3 m". */
export function relative(iso: string | null | undefined, now: number): string {
  if (!iso) return '–';
  const ms = now - Date.parse(iso);
  if (Number.isNaN(ms)) return '–';
  const near = Math.abs(ms);
  if (near < 1500) return 'now';
  const words =
    near < 60_000
      ? `${Math.round(near / 1000)} s`
      : near < 3_600_000
        ? `${Math.round(near / 60_000)} m`
        : near < DAY
          ? `${Math.round(near / 3_600_000)} h`
          : `${Math.round(near / DAY)} d`;
  return ms >= 0 ? `${words} ago` : `in ${words}`;
}

/** The time of day in the reader's zone, with the date unless it is today: "Nov 22 14:03:07". */
export function clock(iso: string | null | undefined, now: number, millis = false): string {
  if (!iso) return '–';
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '–';
  const time = date.toLocaleTimeString('en-GB', { hour12: false });
  const fine = millis ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '';
  if (date.toDateString() === new Date(now).toDateString()) return time + fine;
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  const day = date.toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  return `${day} ${time}${fine}`;
}

/** A span of time that a screen looks back: "6h", "7d"; its milliseconds, null if it is none. */
export function spanOf(text: string): number | null {
  const match = /^(\d{1,5})(m|h|d)$/.exec(text);
  if (!match) return null;
  const unit = { m: 60_000, h: 3_600_000, d: DAY }[match[2] as 'm' | 'h' | 'd'];
  return Number(match[1]) * unit;
}
