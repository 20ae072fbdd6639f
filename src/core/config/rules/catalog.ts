import { admissionRules } from './admission.ts';
import { argoCdRules } from './argoCd.ts';
import { autoNodeRules } from './autoNodes.ts';
import { availabilityRules } from './availability.ts';
import { backingStoreRules } from './backingStore.ts';
import { classRules } from './classes.ts';
import { customMappingRules } from './customMappings.ts';
import { customResourceRules } from './customResources.ts';
import { deprecatedKeyRules } from './deprecatedKeys.ts';
import { dnsEffectRules } from './dnsEffects.ts';
import { exposureRules } from './exposure.ts';
import { expressionRules } from './expressions.ts';
import { formatRules } from './formats.ts';
import { gatewayMappingRules } from './gatewayMappings.ts';
import { gatewayRules } from './gateways.ts';
import { genericSyncRules } from './genericSync.ts';
import { hostMappingRules } from './hostMappings.ts';
import { hostNameRules } from './hostNames.ts';
import { imageRules } from './images.ts';
import { integrationRules } from './integrations.ts';
import { kubeConfigRules } from './kubeConfig.ts';
import { labelRules } from './labels.ts';
import { legacyArgumentRules } from './legacyArguments.ts';
import { legacyAvailabilityRules } from './legacyAvailability.ts';
import { legacyExposureRules } from './legacyExposure.ts';
import { legacyNodeRules } from './legacyNodes.ts';
import { legacyReplicaRules } from './legacyReplicas.ts';
import { legacySyncRules } from './legacySync.ts';
import { legacyValueRules } from './legacyValues.ts';
import { namespaceRules } from './namespaceSync.ts';
import { networkingRules } from './networking.ts';
import { otherGenerationRules } from './otherGeneration.ts';
import { patchRules } from './patches.ts';
import { podRules } from './pods.ts';
import { policyRules } from './policies.ts';
import { privateNodeRules } from './privateNodes.ts';
import { proFeatureRules } from './proFeatures.ts';
import { proxyRules } from './proxy.ts';
import { quantityRules } from './quantities.ts';
import { removedKeyRules } from './removedKeys.ts';
import { renamedKeyRules } from './renamedKeys.ts';
import { reservedRules } from './reserved.ts';
import { resolveDnsRules } from './resolveDns.ts';
import { roleRules } from './roles.ts';
import type { Rule } from './rule.ts';
import { schedulerRules } from './scheduler.ts';
import { scheduleRules } from './schedules.ts';
import { securityContextRules } from './securityContexts.ts';
import { serviceMappingRules } from './serviceMapping.ts';
import { shapeRules } from './shapes.ts';
import { snapshotRules } from './snapshots.ts';

/** Every rule, of both generations. */
export const allRules: readonly Rule[] = [
  ...removedKeyRules,
  ...renamedKeyRules,
  ...otherGenerationRules,
  ...deprecatedKeyRules,
  ...shapeRules,
  ...formatRules,
  ...quantityRules,
  ...imageRules,
  ...labelRules,
  ...backingStoreRules,
  ...availabilityRules,
  ...schedulerRules,
  ...podRules,
  ...patchRules,
  ...expressionRules,
  ...classRules,
  ...hostMappingRules,
  ...namespaceRules,
  ...customResourceRules,
  ...customMappingRules,
  ...integrationRules,
  ...proxyRules,
  ...gatewayMappingRules,
  ...gatewayRules,
  ...serviceMappingRules,
  ...resolveDnsRules,
  ...dnsEffectRules,
  ...networkingRules,
  ...policyRules,
  ...admissionRules,
  ...exposureRules,
  ...hostNameRules,
  ...roleRules,
  ...kubeConfigRules,
  ...privateNodeRules,
  ...securityContextRules,
  ...autoNodeRules,
  ...scheduleRules,
  ...snapshotRules,
  ...argoCdRules,
  ...reservedRules,
  ...genericSyncRules,
  ...proFeatureRules,
  ...legacyNodeRules,
  ...legacySyncRules,
  ...legacyArgumentRules,
  ...legacyAvailabilityRules,
  ...legacyReplicaRules,
  ...legacyValueRules,
  ...legacyExposureRules,
];
