import { ExternalLink } from 'lucide-react';
import { Hostile } from './hostile.tsx';

/**
 * A link the agent supplied. The host it really leads to is spelled out in Punycode, whatever the title says; anything
 * but https is text only. Opening it tells the other side nothing about where it was found.
 */
export function AgentLink({ title, url, sha256 }: { title: string; url: string; sha256?: string }) {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  const safe = target?.protocol === 'https:' && target.username === '' && target.password === '';
  return (
    <span className="inline-flex max-w-full flex-col">
      <span className="[overflow-wrap:anywhere]">
        <Hostile text={title} />
      </span>
      {safe ? (
        <a
          href={target.href}
          target="_blank"
          rel="noreferrer noopener external nofollow"
          className="inline-flex min-h-6 items-center gap-1 font-mono text-accent text-xs underline underline-offset-2 [overflow-wrap:anywhere]"
        >
          <span>
            <b className="font-semibold">{target.host}</b>
            <Hostile text={target.href.slice(target.origin.length)} />
          </span>
          <ExternalLink aria-hidden className="size-3 shrink-0" />
          <span className="sr-only">(opens a new tab)</span>
        </a>
      ) : (
        <span className="font-mono text-muted text-xs [overflow-wrap:anywhere]">
          <Hostile text={url} /> <span className="font-sans">(not a plain https address, so not a link)</span>
        </span>
      )}
      {sha256 !== undefined && (
        <span className="font-mono text-faint text-xs [overflow-wrap:anywhere]">
          sha256 <Hostile text={sha256} />
        </span>
      )}
    </span>
  );
}
