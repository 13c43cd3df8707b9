import { Settings2 } from 'lucide-react';
import type { Screen } from '../screen';

export const manage: Screen = {
  path: 'manage',
  title: 'Manage',
  icon: Settings2,
  keys: 'g m',
  words:
    'linked services integration runtimes gateways nodes keys credentials global parameters tokens roles audit retention usage health',
  versions: [1, 2],
  load: () => import('./ManageView'),
};
