import { Bot, History, Inbox, type LucideIcon, ScrollText, Users } from 'lucide-react';
import type { Viewer } from './viewer.tsx';

interface Place {
  href: string;
  name: string;
  icon: LucideIcon;
  /** Who has business there. */
  roles: readonly Viewer['roles'][number][];
}

/** The console's rooms, in the order of the navigation. */
export const places: readonly Place[] = [
  { href: '/', name: 'Needs me', icon: Inbox, roles: ['reviewer', 'admin'] },
  { href: '/history', name: 'History', icon: History, roles: ['reviewer', 'auditor', 'author', 'admin'] },
  { href: '/policies', name: 'Policies', icon: ScrollText, roles: ['reviewer', 'auditor', 'author'] },
  { href: '/agents', name: 'Agents', icon: Bot, roles: ['reviewer', 'auditor', 'admin'] },
  { href: '/people', name: 'People', icon: Users, roles: ['admin'] },
];

export function placesFor(roles: readonly string[]): readonly Place[] {
  return places.filter((place) => place.roles.some((role) => roles.includes(role)));
}

/** The part of the navigation an address belongs to; a request is reached from the queue and from history alike. */
export function isPlace(href: string, pathname: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}
