export default function SignedInLayout({ children }: LayoutProps<'/[lang]'>) {
  return children;
}
