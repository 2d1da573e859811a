import { Look } from '../../shop/look.ts';
import { rehearse } from '../../shop/shop.ts';
import type { Errand } from '../proposal.ts';

interface Service {
  image: string;
  instances: number;
  memory_mb: number;
}

const services = ['web', 'checkout', 'search'];
const readState = `SELECT serial, resources FROM terraform_state WHERE name = 'shop'`;

/** A new version of one service, with room for the rush: a Terraform plan over what runs now. */
export const deployService: Errand = {
  name: 'deploy a service',
  agent: 'deploy-bot',
  async propose(shop, { step }) {
    const name = services[Math.floor(step / 6) % services.length]!;
    const address = `shop_service.${name}`;
    return rehearse(shop, async (tx) => {
      const look = new Look(tx);
      const state = (await tx.query<{ serial: number; resources: Record<string, Service> }>(readState)).rows[0]!;
      const before = state.resources[address]!;
      const after = { ...before, image: nextVersion(before.image), instances: before.instances === 6 ? 3 : 6 };
      look.note(`terraform state of shop, serial ${state.serial}: ${address} → ${before.image} × ${before.instances}`);
      look.note(`terraform plan → 0 to add, 1 to change, 0 to destroy`);
      const change = { actions: ['update'], before: { ...before }, after: { ...after }, after_unknown: {} };
      const plan = {
        format_version: '1.2',
        terraform_version: '1.9.5',
        resource_changes: [{ address, mode: 'managed', type: 'shop_service', name, change }],
      };
      return {
        action: {
          subject: { type: 'pipeline', id: `release-${name}` },
          action: {
            name: 'terraform.apply',
            properties: {
              plan,
              version: after.image.split(':')[1]!,
              preconditions: [{ kind: 'state_serial', state: 'shop', serial: state.serial }],
            },
          },
          resource: { type: 'service', id: 'shop' },
          context: { change: `REL-${2000 + step}` },
        },
        reason: `${after.image} passed its tests, and ${after.instances} instances of ${name} are what the forecast for next week asks for.`,
        evidence: {
          diff: { format: 'terraform_plan', data: plan },
          plan: '1 check that the state has not moved on\n2 apply\n3 report. To go back, apply the former image.',
          blast_radius: {
            resources: 1,
            people: 0,
            cost: { amount: ((after.instances - before.instances) * 18.4).toFixed(2), currency: 'EUR' },
            reversible: true,
            summary: `${name} restarts one instance at a time. The cost is per month.`,
          },
          trace: look.trace,
        },
      };
    });
  },
  async sample(tx) {
    const { rows } = await tx.query(readState);
    return Object.entries(rows[0].resources).map(([address, now]) => ({ address, ...(now as object) }));
  },
};

/** `shop/web:5.2.0` after one more minor release. */
function nextVersion(image: string): string {
  const [name, version = '0.0.0'] = image.split(':');
  const [major, minor] = version.split('.');
  return `${name}:${major}.${Number(minor) + 1}.0`;
}
