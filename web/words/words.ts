import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en, type Words } from './en.js';
import { zh } from './zh.js';

export const languages = { en, zh } as const;
export type Language = keyof typeof languages;

/** What was chosen here before, else what the browser speaks. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem('language');
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

export const LanguageContext = createContext<Language>('en');

export function useWords(): Words {
  return languages[useContext(LanguageContext)];
}

/** A length of time in the largest unit of which there are at least two. */
export function lasting(seconds: number, words: Words): string {
  if (seconds < 120) return `${Math.round(seconds)} ${words.seconds}`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} ${words.minutes}`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} ${words.hours}`;
  return `${Math.round(seconds / 86_400)} ${words.days}`;
}

/** Date and time of day in UTC, as everywhere else in hullprint. */
export const clockOf = (iso: string): string => iso.slice(0, 19).replace('T', ' ');
export const timeOf = (iso: string): string => iso.slice(11, 19);
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const decibels = (db: number | null): string => (db === null ? '–' : `${db.toFixed(1)} dB`);
