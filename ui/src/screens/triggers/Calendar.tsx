import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Clock } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { Link } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory, type Factory } from '@/api/factory';
import type { Trigger } from '@/api/triggers';
import { FilterMenu } from '@/filters/FilterMenu';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { count } from '@/format/number';
import { clock } from '@/format/time';
import { Button, IconButton } from '@/kit/Button';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { link, runLink } from '@/shell/links';
import { statusWords, toneOf } from '@/status/status';
import { StatusIcon } from '@/status/Status';
import {
  addDays,
  chipsOf,
  dayOf,
  daysOf,
  dayText,
  hoursOf,
  readDay,
  step,
  titleOf,
  VIEWS,
  type CalendarView,
  type Chip,
} from './calendar';
import { comingOf, pastOf, type Coming } from './data';

/** Chips that a cell has room for; the rest are counted. */
const SHOWN: Record<CalendarView, number> = { day: 60, week: 3, month: 4 };
const MINUTE_MS = 60_000;

const timeOf = (at: number) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Where a chip leads. */
function chipLink(factory: Factory, chip: Chip): string {
  const only = chip.fires.length === 1 ? chip.fires[0] : undefined;
  if (chip.coming) return link(factory, `triggers/${encodeURIComponent(chip.trigger)}`);
  if (only?.runId) return runLink(factory, only.runId);
  const at = chip.fires.map((fire) => fire.at);
  return link(factory, 'trigger-runs', {
    trigger: [chip.trigger],
    from: new Date(Math.min(...at)).toISOString(),
    to: new Date(Math.max(...at) + 1).toISOString(),
  });
}

function chipWords(chip: Chip): string {
  const first = chip.fires[0];
  const n = chip.fires.length;
  const when =
    n === 1 && first ? timeOf(first.at) : `${count(n)} times from ${timeOf(first?.at ?? 0)}`;
  if (chip.coming) return `${chip.trigger}, ${when}, to come`;
  const failed = chip.fires.filter((fire) => fire.status === 'Failed').length;
  const how =
    n === 1 ? statusWords(chip.status ?? '') : failed > 0 ? `${failed} failed` : 'none failed';
  return `${chip.trigger}, ${when}, ${how}`;
}

function ChipLink({ chip }: { chip: Chip }) {
  const factory = useFactory();
  const first = chip.fires[0];
  const n = chip.fires.length;
  return (
    <Link
      to={chipLink(factory, chip)}
      className={`cal-chip ${chip.coming ? 'coming' : `tone-${toneOf(chip.status ?? '')}`}`}
      aria-label={chipWords(chip)}
      title={chipWords(chip)}
    >
      {chip.coming ? (
        <Clock size={12} aria-hidden="true" />
      ) : (
        <StatusIcon status={chip.status ?? ''} size={12} />
      )}
      <span className="cal-time num">{n === 1 && first ? timeOf(first.at) : `${count(n)}×`}</span>
      <span className="cal-name">{chip.trigger}</span>
    </Link>
  );
}

function Chips({ chips, view, to }: { chips: readonly Chip[]; view: CalendarView; to?: string }) {
  const room = SHOWN[view];
  // What failed must not hide behind what is well.
  const shown =
    chips.length > room
      ? [...chips].sort((a, b) => Number(b.status === 'Failed') - Number(a.status === 'Failed'))
      : chips;
  const left = chips.length - room;
  return (
    <>
      {shown.slice(0, room).map((chip) => (
        <ChipLink key={`${chip.coming ? 'c' : 'p'}${chip.trigger}`} chip={chip} />
      ))}
      {left > 0 && to && (
        <Link to={to} className="cal-more">
          and {left} more
        </Link>
      )}
    </>
  );
}

interface Filled {
  day: number;
  chips: Chip[][];
}

function HoursView({
  days,
  view,
  now,
  dayLink,
}: {
  days: readonly Filled[];
  view: CalendarView;
  now: number;
  dayLink: (day: number) => string;
}) {
  const today = dayOf(now);
  const hour = new Date(now).getHours();
  return (
    <div className={`cal-hours ${view}`} role="table" aria-label="Fires by day and hour">
      <div className="cal-hours-head" role="row" style={{ '--days': days.length } as never}>
        <span role="columnheader" aria-label="Hour" />
        {days.map(({ day }) => (
          <span key={day} role="columnheader" className={day === today ? 'today' : ''}>
            <Link to={dayLink(day)}>
              {new Date(day).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric' })}
            </Link>
          </span>
        ))}
      </div>
      {Array.from({ length: 24 }, (_, i) => (
        <div
          key={i}
          role="row"
          className={`cal-hour ${days.every(({ chips }) => (chips[i]?.length ?? 0) === 0) ? 'none' : ''}`}
          style={{ '--days': days.length } as never}
        >
          <span role="rowheader" className="cal-label num">
            {String(i).padStart(2, '0')}:00
          </span>
          {days.map(({ day, chips }) => (
            <div
              key={day}
              role="cell"
              className={`cal-cell ${day === today ? 'today' : ''} ${day === today && i === hour ? 'now' : ''}`}
            >
              <Chips chips={chips[i] ?? []} view={view} to={dayLink(day)} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Days one below the other: where there is no room for columns. */
function Agenda({ days, view, now }: { days: readonly Filled[]; view: CalendarView; now: number }) {
  const today = dayOf(now);
  // Of a week each trigger is named once a day.
  const shown = (day: number, chips: Chip[][]) =>
    view === 'day'
      ? chips
      : chipsOf(
          chips.flat().flatMap((chip) => chip.fires),
          [{ start: day, end: addDays(day, 1) }],
        );
  return (
    <div className="cal-agenda">
      {days.map(({ day, chips }) => (
        <section key={day} className={day === today ? 'today' : ''}>
          <h2>
            {new Date(day).toLocaleDateString('en-GB', {
              weekday: 'long',
              day: 'numeric',
              month: 'short',
            })}
          </h2>
          {chips.flat().length === 0 ? (
            <p className="muted">nothing</p>
          ) : (
            shown(day, chips).map((cell, i) => <Chips key={i} chips={cell} view="day" />)
          )}
        </section>
      ))}
    </div>
  );
}

function MonthView({
  days,
  at,
  now,
  dayLink,
}: {
  days: readonly Filled[];
  at: number;
  now: number;
  dayLink: (day: number) => string;
}) {
  const today = dayOf(now);
  const month = new Date(at).getMonth();
  return (
    <div className="cal-month">
      <div className="cal-weekdays" aria-hidden="true">
        {days.slice(0, 7).map(({ day }) => (
          <span key={day}>{new Date(day).toLocaleDateString('en-GB', { weekday: 'short' })}</span>
        ))}
      </div>
      <div className="cal-days">
        {days.map(({ day, chips }) => {
          const own = chips[0] ?? [];
          return (
            <section
              key={day}
              className={`cal-day ${day === today ? 'today' : ''} ${new Date(day).getMonth() === month ? '' : 'other'}`}
              aria-label={new Date(day).toLocaleDateString('en-GB', {
                day: 'numeric',
                month: 'long',
              })}
            >
              <Link to={dayLink(day)} className="cal-date num">
                {new Date(day).getDate()}
              </Link>
              <Chips chips={own} view="month" to={dayLink(day)} />
            </section>
          );
        })}
      </div>
    </div>
  );
}

/** What is not drawn of what is to come. */
function cutWords(cut: Coming['cut'], now: number): string {
  const until = clock(new Date(Math.min(...cut.map((one) => one.until))).toISOString(), now);
  const names = cut.map((one) => one.trigger);
  if (names.includes(''))
    return `Coming fires are shown up to ${until}: choose triggers to look further.`;
  const shown =
    names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return `${shown}: very many coming fires; the first are shown, up to ${until}.`;
}

/** Past and coming fires by day, week and month, in the reader's zone. */
export function Calendar({ triggers }: { triggers: readonly Trigger[] }) {
  const factory = useFactory();
  const filters = useFilters();
  const now = useNow(10_000);
  const view = VIEWS.find((one) => one === filters.text('by')) ?? 'week';
  const at = readDay(filters.text('at'), now);
  const chosen = filters.list('trigger');
  const days = useMemo(() => daysOf(view, at), [view, at]);
  const from = days[0] ?? at;
  const to = addDays(days.at(-1) ?? at, 1);
  // Asked again as time goes on, but not with each tick.
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const past = useQuery({
    queryKey: ['past-fires', factory.id, from, to, chosen],
    queryFn: () => pastOf(factory, from, to, chosen),
    enabled: from <= now,
    placeholderData: keepPreviousData,
  });
  const coming = useQuery({
    queryKey: ['coming-fires', factory.id, from, to, chosen, to > minute ? minute : 0],
    queryFn: () => comingOf(factory, Math.max(from, Date.now()), to, chosen),
    enabled: to > now,
    placeholderData: keepPreviousData,
  });
  const filled = useMemo<Filled[]>(() => {
    const fires = [
      ...(from <= now ? (past.data?.fires ?? []) : []),
      ...(to > now ? (coming.data?.fires ?? []) : []).filter((fire) => fire.at > now),
    ];
    if (view === 'month') {
      const cells = days.map((day) => ({ start: day, end: addDays(day, 1) }));
      const chips = chipsOf(fires, cells);
      return days.map((day, i) => ({ day, chips: [chips[i] ?? []] }));
    }
    return days.map((day) => ({ day, chips: chipsOf(fires, hoursOf(day)) }));
  }, [view, days, from, to, now, past.data, coming.data]);
  const go = (next: number) =>
    filters.set({ at: dayText(next) === dayText(now) ? '' : dayText(next) });
  const dayLink = (day: number) =>
    link(factory, 'triggers', {
      view: 'calendar',
      by: 'day',
      at: dayText(day),
      trigger: chosen,
    });
  const frame = useRef<HTMLDivElement>(null);
  const there = past.data !== undefined || coming.data !== undefined;
  // The present is in sight at first.
  useEffect(() => {
    const node = frame.current?.querySelector<HTMLElement>('.cal-cell.now, .cal-day.today');
    if (there && node && frame.current)
      frame.current.scrollTop = node.offsetTop - frame.current.clientHeight / 3;
  }, [view, from, there]);
  const error = past.error ?? coming.error;
  const loading = (past.isFetching && !past.data) || (coming.isFetching && !coming.data);
  return (
    <>
      <div className="filters">
        <Segments
          label="How much"
          options={VIEWS.map((id) => ({ id, label: id[0]?.toUpperCase() + id.slice(1) }))}
          value={view}
          onChange={(by) => filters.set({ by: by === 'week' ? '' : by })}
        />
        <span className="cal-steps">
          <IconButton label="Back" onPress={() => go(step(view, at, -1))}>
            <ChevronLeft size={16} />
          </IconButton>
          <Button small onPress={() => filters.set({ at: '' })}>
            Today
          </Button>
          <IconButton label="On" onPress={() => go(step(view, at, 1))}>
            <ChevronRight size={16} />
          </IconButton>
        </span>
        <h2 className="cal-title">{titleOf(view, at)}</h2>
        <span className="muted" role="status">
          {loading ? 'Loading …' : ''}
        </span>
        <span className="spring" />
        <FilterMenu
          title="Trigger"
          options={triggers.map((one) => ({ id: one.name, text: one.name, label: one.name }))}
          chosen={chosen}
          onChange={(trigger) => filters.set({ trigger })}
        />
      </div>
      {error && !past.data && !coming.data ? (
        <Problem error={asApiError(error)} />
      ) : (
        <div className={`cal ${view}`} ref={frame} tabIndex={0} role="region" aria-label="Calendar">
          {view === 'month' ? (
            <MonthView days={filled} at={at} now={now} dayLink={dayLink} />
          ) : (
            <>
              <HoursView days={filled} view={view} now={now} dayLink={dayLink} />
              <Agenda days={filled} view={view} now={now} />
            </>
          )}
        </div>
      )}
      {(past.data?.since ?? null) !== null && from <= now && (
        <p className="cal-note muted">
          Very much has fired: before {clock(new Date(past.data?.since ?? 0).toISOString(), now)}{' '}
          only what failed is shown. Choose triggers, or a shorter time, to see all.
        </p>
      )}
      {to > now && coming.data && coming.data.cut.length > 0 && (
        <p className="cal-note muted">{cutWords(coming.data.cut, now)}</p>
      )}
    </>
  );
}
