import { dropTicket, ticketLink } from '@/components/call/ticket-store';
import { getRuntime } from '@/lib/web/runtime';
import type { ShimLead } from '@/lib/web/shim/native-answers';
import { startShim } from '@/lib/web/shim/start';

/** What leads from page to page (Next's router). */
interface Router {
  readonly push: (path: string) => void;
}

let started = false;

/** Listens to the app that shows this page, once a page; what comes from it leads by this router. */
export function leadShim(router: Router): void {
  if (started) return;
  started = true;
  startShim(
    getRuntime(),
    leadBy(router, () => window.location.pathname),
  );
}

/** Leads by a router, from the path where the page is. */
export function leadBy(router: Router, path: () => string): ShimLead {
  return {
    showsCalls: () => !isEntry(path()) && !isCall(path()),
    toCall({ ticket, from, callType }, step) {
      const native = { from, callType, step };
      ticketLink.set({ ticket, action: 'answer', native });
      if (!isCall(path())) router.push('/call');
    },
    joined(invitation) {
      if (ticketLink.get()?.ticket.invitation === invitation) dropTicket();
    },
    toHome() {
      if (isCall(path()) || isEntry(path())) router.push('/');
    },
  };
}

/** The pages before a sign-in; no call shows over them. */
function isEntry(path: string): boolean {
  return /^\/(?:sign-in|invitation|demo)\/?$/.test(path);
}

function isCall(path: string): boolean {
  return /^\/call\/?$/.test(path);
}
