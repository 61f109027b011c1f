import { SignInForm } from '@/components/entry/sign-in-form';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.entry.signIn.title);

export default function SignInPage() {
  return <SignInForm />;
}
