import { secondsOf, type AlertRule, type Notice, type OpenAlert } from '@/api/alerts';
import { count, plural } from '@/format/number';

/** "30 minutes", "2 hours", "1 day 2 hours". */
export function spanWords(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor((seconds % 86_400) / 3600), 'hour'],
    [Math.floor((seconds % 3600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => plural(n, unit));
  return said.length > 0 ? said.join(' ') : 'no time';
}

type Condition = AlertRule['condition'];

/** "fails", "fails 3 times in 1 hour". */
function failsWords({ times = 1, within }: Condition): string {
  if (times <= 1) return 'fails';
  return `fails ${plural(times, 'time')} in ${spanWords(secondsOf(within) ?? 0)}`;
}

/** When a rule tells: "a run takes longer than 30 minutes". */
export function whenWords({ condition }: AlertRule): string {
  const span = spanWords(secondsOf(condition.duration) ?? 0);
  switch (condition.type.toLowerCase()) {
    case 'failed':
      return `a run ${failsWords(condition)}`;
    case 'succeeded':
      return 'a run succeeds';
    case 'long':
      return `a run takes longer than ${span}`;
    case 'late':
      return `no run has succeeded by ${condition.by ?? '?'} UTC`;
    case 'neverstarted':
      return `no run has begun for ${span}`;
    case 'queuelength':
      return `more than ${count(condition.count)} activities wait for a worker`;
    default:
      return condition.type;
  }
}

/** Of which runs: "Load, Weekly; annotated nightly", "pipelines annotated nightly". */
export function scopeWords(rule: AlertRule): string {
  if (rule.condition.type.toLowerCase() === 'queuelength') return 'the whole service';
  const parts = [
    ...(rule.pipelines.length > 0 ? [rule.pipelines.join(', ')] : []),
    ...(rule.annotations.length > 0 ? [`annotated ${rule.annotations.join(', ')}`] : []),
  ];
  if (parts.length === 0) return 'all pipelines';
  return rule.pipelines.length > 0 ? parts.join('; ') : `pipelines ${parts.join('')}`;
}

const oneOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;

/** "a run of Load", "a run of any pipeline annotated nightly". */
function subjectWords({ pipelines, annotations }: AlertRule): string {
  const of = pipelines.length > 0 ? oneOf(pipelines) : 'any pipeline';
  return `run of ${of}${annotations.length > 0 ? ` annotated ${oneOf(annotations)}` : ''}`;
}

/** The whole of it: "When a run of Load fails 3 times in 1 hour, tell Teams, and when it is over." */
export function sentence(rule: AlertRule): string {
  const { condition } = rule;
  const when = whenWords(rule);
  const about =
    condition.type.toLowerCase() === 'queuelength'
      ? when
      : when.replace(/^(a|no) run/, (_, one: string) => `${one} ${subjectWords(rule)}`);
  const whom = rule.actions.map(actionWords);
  const told = whom.length > 0 ? `tell ${whom.join(' and ')}` : 'tell nobody';
  const once = condition.type.toLowerCase() === 'succeeded' || !rule.recovery;
  return `When ${about}, ${told}${once ? '' : ', and again when it is over'}.`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;

function webhookWords(action: Record<string, unknown>): string {
  const form = text(action.form).toLowerCase();
  const words = form === 'slack' ? 'Slack' : form === 'teams' ? 'Teams' : 'a webhook';
  const url = text(action.url);
  const host = URL.canParse(url) ? new URL(url).host : '';
  return host ? `${words} at ${host}` : words;
}

/** Whom an action tells: "ann@example.com by mail", "Teams", "the pipeline Tell". */
export function actionWords(action: Record<string, unknown>): string {
  switch (text(action.type).toLowerCase()) {
    case 'email': {
      const to = Array.isArray(action.to) ? action.to.map(text) : [];
      return to.length > 0 ? `${to.join(', ')} by mail` : 'nobody by mail';
    }
    case 'webhook':
      return webhookWords(action);
    case 'pipeline':
      return `the pipeline ${text(member(action.pipeline, 'referenceName')) || '?'}`;
    default:
      return text(action.type);
  }
}

const sameRule = (rule: string, other: string) => rule.toLowerCase() === other.toLowerCase();

export const openOf = (open: readonly OpenAlert[], rule: string): OpenAlert[] =>
  open
    .filter((one) => sameRule(one.alert, rule))
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));

export const noticesOf = (notices: readonly Notice[], rule: string): Notice[] =>
  notices.filter((one) => sameRule(one.rule, rule));

/** A notice in one word. */
export const stateWords = (notice: Notice): string =>
  ({ alert: 'Alert', recovered: 'Over', test: 'Test' })[notice.state];

/** The title without the rule's name before it. */
export function titleWords(notice: Notice): string {
  const lead = `${notice.rule}: `;
  const words = notice.title.startsWith(lead) ? notice.title.slice(lead.length) : notice.title;
  return notice.state === 'test' && words === 'test' ? 'A test' : words;
}

/** What became of a notice: the worst of those who were to be told. */
export function outcomeOf(notice: Notice): 'Sent' | 'Again' | 'GivenUp' {
  if (notice.told.some((one) => one.status === 'GivenUp')) return 'GivenUp';
  return notice.told.some((one) => one.status === 'Again') ? 'Again' : 'Sent';
}

export const OUTCOMES = { Sent: 'Sent', Again: 'To be tried again', GivenUp: 'Given up' };

/** A test is sent once: nothing was given up. */
export const outcomeWords = (notice: Notice, status: keyof typeof OUTCOMES): string =>
  notice.state === 'test' && status === 'GivenUp' ? 'Not sent' : OUTCOMES[status];

/** What an alert is about, as it is spelled; the service keeps it in lower case. */
export function spelled(what: string, rule: AlertRule, notices: readonly Notice[]): string {
  const names = [
    ...rule.pipelines,
    ...notices.flatMap((one) => one.entries.map((entry) => entry.pipeline)),
  ];
  return names.find((name) => name.toLowerCase() === what.toLowerCase()) ?? what;
}
