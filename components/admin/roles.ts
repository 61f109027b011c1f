import type { Role } from '@/lib/platform/own';

/** The roles that someone with these roles may give: nobody makes others mightier than oneself. */
export function rolesFor(own: readonly Role[]): readonly Role[] {
  return own.includes('operator')
    ? ['member', 'administrator', 'operator']
    : ['member', 'administrator'];
}
