import { checkAnsible } from './checkAnsible';
import { checkBird } from './checkBird';
import { checkGobgp } from './checkGobgp';
import { checkGuards } from './checkGuards';
import { checkKernel } from './checkKernel';
import { Settings } from './readSettings';
import { Finding } from './types';

/** Every configured router: does its daemon answer, and what may ORION's way to it do. */
export async function checkRouters(settings: Settings): Promise<Finding[]> {
  const routers = Object.entries(settings.orion?.bgp?.routers ?? {});
  return Promise.all(
    routers.flatMap(([id, router]) => [
      router.bird ? checkBird(id, router) : checkGobgp(id, router),
      ...(router.actions?.gobgp?.guard
        ? [checkGuards(id, router.actions.gobgp.guard)]
        : []),
      ...(router.kernel ? [checkKernel(id, router.kernel)] : []),
      ...(router.ansible ? [checkAnsible(id, router.ansible)] : []),
    ]),
  );
}
