import { DemoEntry } from '@/components/entry/demo-entry';
import { titled } from '@/components/i18n/titled';
import { LinkGate } from '@/components/links/link-gate';

export const generateMetadata = titled(
  (messages) => messages.entry.demo.title,
  (messages) => messages.links.preview.demo,
);

export default function DemoPage() {
  return (
    <LinkGate>
      <DemoEntry />
    </LinkGate>
  );
}
