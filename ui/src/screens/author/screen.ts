import { PencilRuler } from 'lucide-react';
import type { Screen } from '../screen';

export const author: Screen = {
  path: 'author',
  title: 'Author',
  icon: PencilRuler,
  keys: 'g a',
  words: 'edit pipelines datasets linked services triggers data flows json designer canvas',
  load: () => import('./AuthorView'),
};
