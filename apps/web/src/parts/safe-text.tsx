import { useWords } from '../words/language.js';
import { hostileTextWords } from '../words/hostile-text.js';
import { pieces } from './marks.js';

/**
 * A text that a stranger wrote: text and nothing else. It cannot turn around what stands beside it (bdi), and marks that the
 * eye does not see are shown. Never put a stored text on a page without it.
 */
export const SafeText = ({ children, block = false }: { readonly children: string; readonly block?: boolean }) => {
  const words = useWords(hostileTextWords);
  return (
    <bdi className={block ? 'safe-text block' : 'safe-text'}>
      {pieces(children).map((piece, index) =>
        'mark' in piece ? (
          <span key={index} className="mark" title={words.mark(piece.mark)}>
            {piece.mark}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
};
