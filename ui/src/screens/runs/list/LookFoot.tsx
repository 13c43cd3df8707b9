import { FOUND_MAX } from '@/api/search';
import { count, plural } from '@/format/number';
import { clock } from '@/format/time';
import { Button } from '@/kit/Button';
import type { Stretches } from './useStretches';

/** How many there are, as the head of a list says it; `most`: of an order by duration. */
export function foundWords(
  rows: number,
  list: Stretches<unknown>,
  thing: string,
  most: 'longest' | 'shortest' | null,
): string {
  if (list.pending) return 'Loading …';
  const cut = most !== null && rows >= FOUND_MAX;
  return cut
    ? `the ${count(rows)} ${most}${list.more ? ' so far' : ''}`
    : `${plural(rows, thing)}${list.more ? ' so far' : ''}`;
}

/** How far a list looked, while it goes on or when it was stopped. */
export function LookFoot({
  list,
  things,
  now,
}: {
  list: Stretches<unknown>;
  things: string;
  now: number;
}) {
  const back = list.reached ? `, back to ${clock(list.reached, now)}` : '';
  if (!list.more) {
    return list.looked > 0 ? (
      <div className="vtable-foot">
        Looked at all <span className="num">{count(list.looked)}</span> {things}.
      </div>
    ) : null;
  }
  if (list.looked === 0) {
    return <div className="vtable-foot">{list.looking ? 'Loading more …' : ''}</div>;
  }
  return (
    <div className="vtable-foot look-foot">
      <span className="num">
        {list.looking ? 'Looking …' : 'Looked at'} {count(list.looked)} {things}
        {list.looking ? ' so far' : ''}
        {back}.
      </span>
      {list.stopped ? (
        <Button small onPress={() => list.setStopped(false)}>
          Look further
        </Button>
      ) : (
        list.looking && (
          <Button small onPress={() => list.setStopped(true)}>
            Stop
          </Button>
        )
      )}
    </div>
  );
}
