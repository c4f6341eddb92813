#include "iam/policy_arguments.h"

#include <algorithm>
#include <array>

namespace stopgate::iam {

namespace {

using enum DocumentUse;

// Sorted by type. Session policies (Transfer Family) and organisation policies only take rights
// away: they are boundaries.
constexpr std::array<PolicyArgument, 68> kArguments = {{
    {"aws_acmpca_policy", "policy", Resource},
    {"aws_api_gateway_rest_api", "policy", Resource},
    {"aws_api_gateway_rest_api_policy", "policy", Resource},
    {"aws_backup_vault_policy", "policy", Resource},
    {"aws_bedrock_resource_policy", "policy", Resource},
    {"aws_cloudwatch_event_bus_policy", "policy", Resource},
    {"aws_cloudwatch_log_destination_policy", "access_policy", Resource},
    {"aws_cloudwatch_log_resource_policy", "policy_document", Resource},
    {"aws_codeartifact_domain_policy", "policy_document", Resource},
    {"aws_codeartifact_repository_permissions_policy", "policy_document", Resource},
    {"aws_codebuild_resource_policy", "policy", Resource},
    {"aws_dynamodb_resource_policy", "policy", Resource},
    {"aws_ecr_registry_policy", "policy", Resource},
    {"aws_ecr_repository_policy", "policy", Resource},
    {"aws_ecrpublic_repository_policy", "policy", Resource},
    {"aws_efs_file_system_policy", "policy", Resource},
    {"aws_elasticsearch_domain", "access_policies", Resource},
    {"aws_elasticsearch_domain_policy", "access_policies", Resource},
    {"aws_glacier_vault", "access_policy", Resource},
    {"aws_glacier_vault_lock", "policy", Resource},
    {"aws_glue_resource_policy", "policy", Resource},
    {"aws_iam_group_policy", "policy", Identity},
    {"aws_iam_policy", "policy", Identity},
    {"aws_iam_role", "assume_role_policy", Trust},
    {"aws_iam_role", "inline_policy[].policy", Identity},
    {"aws_iam_role_policy", "policy", Identity},
    {"aws_iam_user_policy", "policy", Identity},
    {"aws_iot_policy", "policy", Identity},
    {"aws_kinesis_resource_policy", "policy", Resource},
    {"aws_kms_external_key", "policy", Resource},
    {"aws_kms_key", "policy", Resource},
    {"aws_kms_key_policy", "policy", Resource},
    {"aws_kms_replica_external_key", "policy", Resource},
    {"aws_kms_replica_key", "policy", Resource},
    {"aws_media_store_container_policy", "policy", Resource},
    {"aws_msk_cluster_policy", "policy", Resource},
    {"aws_networkfirewall_resource_policy", "policy", Resource},
    {"aws_opensearch_domain", "access_policies", Resource},
    {"aws_opensearch_domain_policy", "access_policies", Resource},
    {"aws_organizations_policy", "content", Boundary},
    {"aws_organizations_resource_policy", "content", Resource},
    {"aws_redshift_resource_policy", "policy", Resource},
    {"aws_redshiftserverless_resource_policy", "policy", Resource},
    {"aws_s3_access_point", "policy", Resource},
    {"aws_s3_bucket", "policy", Resource},
    {"aws_s3_bucket_policy", "policy", Resource},
    {"aws_s3control_access_point_policy", "policy", Resource},
    {"aws_s3control_bucket_policy", "policy", Resource},
    {"aws_s3control_multi_region_access_point_policy", "details[].policy", Resource},
    {"aws_s3control_object_lambda_access_point_policy", "policy", Resource},
    {"aws_s3tables_table_bucket_policy", "resource_policy", Resource},
    {"aws_s3tables_table_policy", "resource_policy", Resource},
    {"aws_schemas_registry_policy", "policy", Resource},
    {"aws_secretsmanager_secret", "policy", Resource},
    {"aws_secretsmanager_secret_policy", "policy", Resource},
    {"aws_ses_identity_policy", "policy", Resource},
    {"aws_sesv2_email_identity_policy", "policy", Resource},
    {"aws_sns_topic", "policy", Resource},
    {"aws_sns_topic_policy", "policy", Resource},
    {"aws_sqs_queue", "policy", Resource},
    {"aws_sqs_queue_policy", "policy", Resource},
    {"aws_ssoadmin_permission_set_inline_policy", "inline_policy", Identity},
    {"aws_transfer_access", "policy", Boundary},
    {"aws_transfer_user", "policy", Boundary},
    {"aws_vpc_endpoint", "policy", Resource},
    {"aws_vpc_endpoint_policy", "policy", Resource},
    {"aws_vpclattice_auth_policy", "policy", Resource},
    {"aws_vpclattice_resource_policy", "policy", Resource},
}};

static_assert(std::ranges::is_sorted(kArguments, {}, &PolicyArgument::type));

}  // namespace

std::span<const PolicyArgument> policy_arguments(std::string_view type) {
  const auto range = std::ranges::equal_range(kArguments, type, {}, &PolicyArgument::type);
  return {range.begin(), range.end()};
}

}  // namespace stopgate::iam
