import { Shield } from '../../shell/shield.js';
import { chooseLanguage, useLanguage, useWords } from '../../words/language.js';
import { signInWords } from '../../words/sign-in.js';
import { SignInForm } from './sign-in-form.js';

/** Stands at every address until somebody signed in; the address stays, so that a shared link leads where it says. */
export const SignInPage = () => {
  const words = useWords(signInWords);
  const other = useLanguage() === 'vi' ? 'en' : 'vi';
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <p className="brand">
          <Shield />
          Lá Chắn
        </p>
        <h1>{words.title}</h1>
        <p className="soft">{words.lead}</p>
        <SignInForm />
        <p className="soft small-text">{words.promise}</p>
      </div>
      <p className="sign-in-more">
        <a href="/">{words.public}</a>
        <a href="/lam-viec/doanh-nghiep">{words.provider}</a>
        <button type="button" className="button quiet small" lang={other} onClick={() => chooseLanguage(other)}>
          {other === 'en' ? 'English' : 'Tiếng Việt'}
        </button>
      </p>
    </main>
  );
};
