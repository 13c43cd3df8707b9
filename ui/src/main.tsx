import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { loadAgainWhenBack } from './shell/loadAgain';
import { startTheme } from './theme/theme';
import './theme/theme.css';

startTheme();
loadAgainWhenBack();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
