import { getRouteApi } from '@tanstack/react-router';
import { SampleDetail } from './samples/sample-detail.js';
import { SampleRows } from './samples/sample-rows.js';

const route = getRouteApi('/giam-sat/mau/{-$sampleId}');

/** Samples that nobody could choose: those drawn so far, and one of them with its cases. */
export const SamplesPage = () => {
  const { sampleId } = route.useParams();
  const navigate = route.useNavigate();
  const show = (id: string | undefined): void => void navigate({ params: { sampleId: id } });
  return sampleId === undefined ? (
    <SampleRows show={show} />
  ) : (
    <SampleDetail id={sampleId} back={() => show(undefined)} />
  );
};
