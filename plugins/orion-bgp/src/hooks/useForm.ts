import { useNavigate } from 'react-router-dom';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { filledForm } from '@orion/backstage-plugin-orion-react';
import { templateRouteRef } from '../routes';

/** Opens the form of an order, filled in; absent where the portal has no templates. */
export function useForm():
  | ((templateName: string, values: Record<string, unknown>) => void)
  | undefined {
  const navigate = useNavigate();
  const template = useRouteRef(templateRouteRef);
  return (
    template &&
    ((templateName, values) =>
      navigate(
        filledForm(template({ namespace: 'default', templateName }), values),
      ))
  );
}
