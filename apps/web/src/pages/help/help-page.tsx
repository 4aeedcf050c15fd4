import { Link, getRouteApi } from '@tanstack/react-router';
import '../../style/team.css';
import { helpWords } from '../../words/help.js';
import { useWords } from '../../words/language.js';
import { Rota } from '../team/rota.js';
import { Pleas } from './pleas.js';
import { Referrals } from './referrals.js';

const route = getRouteApi('/ho-tro/{-$tab}');

/** For those who act for the child: pleas for help first, then referrals, and who is on call. */
export const HelpPage = () => {
  const words = useWords(helpWords);
  const { tab } = route.useParams();
  const tabs = [
    { id: undefined, name: words.pleasTab },
    { id: 'chuyen-tin', name: words.referralsTab },
    { id: 'truc', name: words.rotaTab },
  ] as const;
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <nav className="tabs not-on-paper" aria-label={words.title}>
        {tabs.map(({ id, name }) => (
          <Link key={name} to="/ho-tro/{-$tab}" params={{ tab: id }} activeOptions={{ exact: true }}>
            {name}
          </Link>
        ))}
      </nav>
      {tab === 'chuyen-tin' ? <Referrals /> : tab === 'truc' ? <Rota /> : <Pleas />}
    </div>
  );
};
