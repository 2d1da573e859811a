'use client';

import Link from 'next/link';
import { EnvironmentMark, RiskMark, StateMark } from '#components/request/marks.tsx';
import { Since } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { QueueRow } from '#protocol/wire.ts';

const cell = 'px-3 py-2 align-middle first:pl-5 last:pr-5 lg:first:pl-8 lg:last:pr-8';

/** Requests as a table on a desk and as a list of cards on a phone. The headline is the link. */
export function HistoryTable({ rows }: { rows: readonly QueueRow[] }) {
  return (
    <>
      <table className="hidden w-full table-fixed border-y bg-surface md:table">
        <thead>
          <tr className="border-b text-left text-faint text-xs">
            <th scope="col" className={`${cell} w-44 font-normal`}>
              State
            </th>
            <th scope="col" className={`${cell} font-normal`}>
              Action
            </th>
            <th scope="col" className={`${cell} w-32 font-normal`}>
              Where
            </th>
            <th scope="col" className={`${cell} w-28 font-normal`}>
              Risk
            </th>
            <th scope="col" className={`${cell} w-44 font-normal max-lg:hidden`}>
              Agent
            </th>
            <th scope="col" className={`${cell} w-28 text-right font-normal`}>
              Asked
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => (
            <tr key={row.id} className="relative hover:bg-raised">
              <td className={cell}>
                <StateMark state={row.state} />
              </td>
              <td className={cell}>
                <Link
                  href={`/requests/${row.id}`}
                  className="line-clamp-2 break-words font-medium after:absolute after:inset-0"
                >
                  {row.headline}
                </Link>
              </td>
              <td className={cell}>
                <EnvironmentMark environment={row.environment} short />
              </td>
              <td className={cell}>
                <RiskMark level={row.risk} bare />
              </td>
              <td className={`${cell} truncate text-muted max-lg:hidden`}>{whose(row)}</td>
              <td className={`${cell} text-right text-muted`}>
                <Since at={row.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="divide-y border-y bg-surface md:hidden">
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              href={`/requests/${row.id}`}
              className="flex flex-col gap-1.5 px-5 py-3 focus-visible:outline-offset-[-2px]"
            >
              <span className="flex items-center gap-2">
                <StateMark state={row.state} />
                <RiskMark level={row.risk} bare />
                <Since at={row.created_at} className="ml-auto text-muted text-xs" />
              </span>
              <span className="break-words font-medium">{row.headline}</span>
              <span className="flex items-center gap-2 text-muted text-xs">
                <EnvironmentMark environment={row.environment} short /> {whose(row)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

const whose = (row: QueueRow): string =>
  visible(row.subject.type === 'agent' ? row.agent.name : `${row.agent.name} for ${row.subject.id}`);
