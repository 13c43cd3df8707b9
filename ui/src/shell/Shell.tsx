import { useQueryClient } from '@tanstack/react-query';
import { ChevronsUpDown, LogOut, Monitor, Moon, Search, Sun, WifiOff } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { useFactories, useFactory } from '@/api/factory';
import { Button, IconButton } from '@/kit/Button';
import { Menu, MenuItem } from '@/kit/Menu';
import { useLiveState } from '@/live/LiveProvider';
import { Palette } from '@/palette/Palette';
import { screensOf } from '@/screens';
import { useMay } from '@/session/may';
import { signOut } from '@/session/session';
import { useSession } from '@/session/SessionGate';
import { chooseTheme, useTheme, type ThemeChoice } from '@/theme/theme';
import { link } from './links';
import { Mark } from './Mark';
import { useKeys } from './useKeys';
import './shell.css';

function Nav({ where }: { where: 'sidebar' | 'tabbar' }) {
  const factory = useFactory();
  const may = useMay();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <nav
      ref={nav}
      aria-label={where === 'sidebar' ? 'Screens' : 'Screens, at the bottom'}
      className={where}
    >
      {where === 'sidebar' && (
        <NavLink to="/" className="brand" aria-label="Weirworks">
          <Mark /> <span>Weirworks</span>
        </NavLink>
      )}
      {screensOf(factory, may).map(({ path, title, icon: Icon, keys }) => (
        <NavLink
          key={path}
          to={link(factory, path)}
          className="nav-link"
          title={`${title} (${keys})`}
        >
          <Icon size={17} aria-hidden="true" />
          <span>{title}</span>
        </NavLink>
      ))}
    </nav>
  );
}

function FactorySwitch() {
  const factory = useFactory();
  const factories = useFactories();
  const navigate = useNavigate();
  const all = factories.data ?? [factory];
  if (all.length === 1) return <span className="factory-name">{factory.name}</span>;
  return (
    <Menu
      label="Factories"
      trigger={
        <Button kind="quiet" className="factory-name">
          {factory.name} <ChevronsUpDown size={14} aria-label="Other factories" />
        </Button>
      }
      onAction={(slug) => void navigate(`/f/${encodeURIComponent(slug)}/overview`)}
    >
      {all.map((one) => (
        <MenuItem key={one.slug} id={one.slug} textValue={one.name}>
          {one.name}{' '}
          <span className="muted">
            {one.path.resourceGroupName}
            {one.version === 1 && ', version 1'}
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}

function LiveMark() {
  const state = useLiveState();
  const words = {
    live: 'Live: changes show as they happen',
    connecting: 'Connecting',
    lost: 'The service is away',
    off: 'Your roles do not show runs: nothing is live',
  };
  return (
    <span className={`live ${state}`} role="status" title={words[state]}>
      <span className="live-dot" aria-hidden="true" />
      <span className="live-word">
        {{ live: 'Live', connecting: '…', lost: 'Away', off: 'Not live' }[state]}
      </span>
      <span className="visually-hidden">{words[state]}</span>
    </span>
  );
}

function Account() {
  const session = useSession();
  const queries = useQueryClient();
  const theme = useTheme();
  const act = async (key: string) => {
    if (key.startsWith('theme:')) chooseTheme(key.slice(6) as ThemeChoice);
    if (key !== 'out') return;
    await signOut();
    queries.clear();
    await queries.resetQueries({ queryKey: ['session'] });
    window.location.assign('/ui/');
  };
  const sign = { light: <Sun size={16} />, dark: <Moon size={16} /> }[theme];
  return (
    <Menu
      label="Account and looks"
      trigger={<IconButton label={`${session.principal.name}: looks, sign out`}>{sign}</IconButton>}
      onAction={(key) => void act(key)}
    >
      <MenuItem id="theme:light" textValue="Light">
        <Sun size={14} /> Light
      </MenuItem>
      <MenuItem id="theme:dark" textValue="Dark">
        <Moon size={14} /> Dark
      </MenuItem>
      <MenuItem id="theme:system" textValue="As the system">
        <Monitor size={14} /> As the system
      </MenuItem>
      <MenuItem id="out" textValue="Sign out">
        <LogOut size={14} /> Sign out {session.principal.name}
      </MenuItem>
    </Menu>
  );
}

function AwayNotice() {
  return useLiveState() === 'lost' ? (
    <div className="away" role="alert">
      <WifiOff size={15} aria-hidden="true" /> The service is away. What is shown may be old; the
      page goes on by itself when it is back.
    </div>
  ) : null;
}

/** What is around every screen. */
export function Shell({ children }: { children: ReactNode }) {
  const [searching, setSearching] = useState(false);
  const factory = useFactory();
  const may = useMay();
  const navigate = useNavigate();
  const go = useCallback((path: string) => void navigate(link(factory, path)), [factory, navigate]);
  useKeys(
    useCallback(
      (keys: string) => {
        if (keys === 'mod+k' || keys === '/') return (setSearching(true), true);
        const screen = screensOf(factory, may).find((one) => one.keys === keys);
        if (screen) return (go(screen.path), true);
        return false;
      },
      [go, factory, may],
    ),
  );
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <Nav where="sidebar" />
      <header className="topbar">
        <span className="topbar-mark">
          <Mark size={20} />
        </span>
        <FactorySwitch />
        <button
          type="button"
          className="search-box"
          aria-label="Search or jump to (Ctrl K)"
          onClick={() => setSearching(true)}
        >
          <Search size={14} aria-hidden="true" />
          <span>Search or jump to …</span>
          <kbd>Ctrl K</kbd>
        </button>
        <LiveMark />
        <Account />
      </header>
      <main id="content" tabIndex={-1}>
        <AwayNotice />
        {children}
      </main>
      <Nav where="tabbar" />
      {searching && <Palette onClose={() => setSearching(false)} />}
    </div>
  );
}
