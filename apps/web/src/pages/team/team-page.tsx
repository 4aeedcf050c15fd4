import { Link, getRouteApi } from '@tanstack/react-router';
import { useWords } from '../../words/language.js';
import { teamWords } from '../../words/team.js';
import '../../style/team.css';
import { Assign } from './assign.js';
import { LettersOut } from './letters-out.js';
import { Letters } from './letters.js';
import { Overdue } from './overdue.js';
import { Rota } from './rota.js';
import type { TeamTab } from './tabs.js';

const route = getRouteApi('/dieu-hanh/{-$tab}');

/** Running the team: what is late, who does what, who is on call, what came by letter and what leaves as one. Each has its own address. */
export const TeamPage = () => {
  const words = useWords(teamWords);
  const { tab } = route.useParams();
  const tabs: readonly { readonly id: TeamTab | undefined; readonly name: string }[] = [
    { id: undefined, name: words.overdueTab },
    { id: 'giao-viec', name: words.assignTab },
    { id: 'truc', name: words.rotaTab },
    { id: 'cong-van', name: words.lettersTab },
    { id: 'cong-van-di', name: words.lettersOutTab },
  ];
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <nav className="tabs not-on-paper" aria-label={words.title}>
        {tabs.map(({ id, name }) => (
          <Link key={name} to="/dieu-hanh/{-$tab}" params={{ tab: id }} activeOptions={{ exact: true }}>
            {name}
          </Link>
        ))}
      </nav>
      {tab === 'giao-viec' ? (
        <Assign />
      ) : tab === 'truc' ? (
        <Rota />
      ) : tab === 'cong-van' ? (
        <Letters />
      ) : tab === 'cong-van-di' ? (
        <LettersOut />
      ) : (
        <Overdue />
      )}
    </div>
  );
};
