import { Refusal } from '../errors/refusal.ts';
import type { HumanActor, Role } from './actor.ts';

const title: Record<Role, string> = {
  reviewer: 'a reviewer',
  auditor: 'an auditor',
  author: 'a policy author',
  admin: 'an administrator',
};

/** @throws Refusal `role_required` unless the person holds one of these roles */
export function requireRole(person: HumanActor, roles: readonly Role[]): void {
  if (roles.some((role) => person.roles.includes(role))) return;
  const wanted = roles.map((role) => title[role]).join(' or ');
  throw new Refusal('role_required', `This needs ${wanted}. Your groups do not give you that role here.`);
}
