import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { enter } from './api.js';
import { Fleet } from './fleet.js';
import { Channel } from './views/Channel.js';
import { Classes } from './views/Classes.js';
import { Health } from './views/Health.js';
import { History } from './views/History.js';
import { Now } from './views/Now.js';
import { Passage } from './views/Passage.js';
import { TokenDialog } from './views/TokenDialog.js';
import { firstLanguage, type Language, LanguageContext, languages } from './words/words.js';

const VIEWS = ['now', 'history', 'classes', 'health'] as const;

/** Another broker than the node's own, by its WebSocket address: `?broker=wss://broker.example:9001`. */
const otherBroker = new URLSearchParams(location.search).get('broker');
const relay = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`;
const fleet = new Fleet(otherBroker ?? relay, otherBroker ? ['hydro/#'] : ['#']);

function useRoute(): string[] {
  const parts = () => (location.hash.slice(2) || 'now').split('/').map(decodeURIComponent);
  const [route, setRoute] = useState(parts);
  useEffect(() => {
    const changed = () => {
      setRoute(parts());
      document.querySelector<HTMLElement>('main')?.focus();
    };
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}

type Theme = 'light' | 'dark';

/** What was chosen here before, else what the system shows. */
function firstTheme(): Theme {
  const chosen = localStorage.getItem('theme');
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(firstTheme);
  // Before anything is drawn: pictures take their colours from it.
  document.documentElement.dataset.theme = theme;
  const change = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', next);
    setTheme(next);
  };
  return [theme, change];
}

function Page() {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [, redraw] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const route = useRoute();
  const [theme, changeTheme] = useTheme();
  const words = languages[language];
  // A page from elsewhere has no node to ask.
  useEffect(() => void enter().catch(() => {}), []);
  useEffect(() => fleet.onChange(() => redraw((count) => count + 1)), []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const speak = (next: Language) => {
    localStorage.setItem('language', next);
    setLanguage(next);
  };
  const other = language === 'en' ? 'zh' : 'en';
  return (
    <LanguageContext.Provider value={language}>
      <button type="button" class="skip" onClick={() => document.querySelector<HTMLElement>('main')?.focus()}>
        {words.skip}
      </button>
      <header>
        <h1>hullprint</h1>
        <nav aria-label="hullprint">
          {VIEWS.map((view) => (
            <a key={view} href={`#/${view}`} aria-current={route[0] === view ? 'page' : undefined}>
              {words[view]}
            </a>
          ))}
        </nav>
        <button type="button" onClick={() => speak(other)} lang={other}>
          {languages[other].language}
        </button>
        <button type="button" onClick={changeTheme}>
          {words.theme}
        </button>
      </header>
      <div role="status">
        {fleet.connection === 'broker-gone' && <p class="failure">{words.brokerGone}</p>}
        {fleet.connection === 'gone' && <p class="failure">{words.pageGone}</p>}
      </div>
      <main id="content" tabIndex={-1}>
        <View key={theme} route={route} chosen={chosen} choose={choose} />
      </main>
      <TokenDialog />
    </LanguageContext.Provider>
  );
}

interface ViewProps {
  route: string[];
  chosen: ReadonlySet<string>;
  choose: (id: string) => void;
}

function View({ route: [view, one, two], chosen, choose }: ViewProps) {
  const add = useMemo(() => (id: string) => chosen.has(id) || choose(id), [chosen]);
  if (view === 'history') return <History chosen={chosen} choose={choose} />;
  if (view === 'passage' && one) return <Passage key={one} id={one} choose={add} />;
  if (view === 'classes') return <Classes chosen={chosen} choose={choose} />;
  if (view === 'health') return <Health fleet={fleet} />;
  if (one && two) return <Channel key={`${one}/${two}`} fleet={fleet} base={one} name={two} />;
  return <Now fleet={fleet} />;
}

render(<Page />, document.getElementById('page')!);
