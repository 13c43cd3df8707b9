import {
  AlarmClock,
  Cable,
  Database,
  KeyRound,
  Server,
  Shuffle,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';

/** A kind of resource, as folders of a factory and the routes of the API call it. */
export interface Kind {
  id: string;
  one: string;
  many: string;
  collection: string;
  icon: LucideIcon;
}

export const KINDS: readonly Kind[] = [
  { id: 'pipeline', one: 'pipeline', many: 'Pipelines', collection: 'pipelines', icon: Waypoints },
  { id: 'dataset', one: 'dataset', many: 'Datasets', collection: 'datasets', icon: Database },
  {
    id: 'linkedService',
    one: 'linked service',
    many: 'Linked services',
    collection: 'linkedservices',
    icon: Cable,
  },
  { id: 'trigger', one: 'trigger', many: 'Triggers', collection: 'triggers', icon: AlarmClock },
  { id: 'dataflow', one: 'data flow', many: 'Data flows', collection: 'dataflows', icon: Shuffle },
  {
    id: 'integrationRuntime',
    one: 'integration runtime',
    many: 'Integration runtimes',
    collection: 'integrationRuntimes',
    icon: Server,
  },
  {
    id: 'credential',
    one: 'credential',
    many: 'Credentials',
    collection: 'credentials',
    icon: KeyRound,
  },
];

export const kindOf = (id: string): Kind | undefined => KINDS.find((one) => one.id === id);
