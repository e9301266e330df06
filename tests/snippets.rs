//! Snippets as texts. That they work is shown by the real clients in `tests/clients`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

use cloud_dryrun::Form;
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::services;
use cloud_dryrun::snippets::{Client, clients_of, names, snippet};

const CLIENTS: [Client; 4] = [Client::AwsCli, Client::Boto3, Client::JavaScript, Client::Curl];

#[track_caller]
fn of(operation: &str, text: &str, client: Client, options: &BuildOptions) -> String {
    snippet(operation, text.as_bytes(), client, options).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn put(text: &str, client: Client) -> String {
    of("ssm:PutComplianceItems", text, client, &BuildOptions::default())
}

const SOUND: &str = r#"{ "ResourceId": "i-0123456789abcdef0", "ResourceType": "ManagedInstance", "ComplianceType": "Custom:A",
    "ExecutionSummary": { "ExecutionTime": 1583737233.748 },
    "Items": [ { "Id": "it's", "Severity": "HIGH", "Status": "COMPLIANT", "Details": { "a b": "\"$x\\\u0007é\u2028" } } ] }"#;

#[test]
fn the_command_line_takes_json_in_one_word() {
    let wanted = r#"# /ExecutionSummary/ExecutionTime: the AWS CLI sends whole seconds, 1583737233 in place of 1583737233.748.

aws ssm put-compliance-items \
  --region us-east-1 \
  --cli-input-json '{
  "ResourceId": "i-0123456789abcdef0",
  "ResourceType": "ManagedInstance",
  "ComplianceType": "Custom:A",
  "ExecutionSummary": {
    "ExecutionTime": "2020-03-09T07:00:33.748Z"
  },
  "Items": [
    {
      "Id": "it'\''s",
      "Severity": "HIGH",
      "Status": "COMPLIANT",
      "Details": {
        "a b": "\"$x\\\u0007é\u2028"
      }
    }
  ]
}'
"#;
    assert_eq!(put(SOUND, Client::AwsCli), wanted);
}

#[test]
fn python_takes_keyword_arguments_and_datetimes() {
    let wanted = r#"# /ExecutionSummary/ExecutionTime: boto3 before 1.44 sends whole seconds, 1583737233 in place of 1583737233.748.

from datetime import datetime, timezone

import boto3

client = boto3.client("ssm", region_name="us-east-1")

response = client.put_compliance_items(
    ResourceId="i-0123456789abcdef0",
    ResourceType="ManagedInstance",
    ComplianceType="Custom:A",
    ExecutionSummary={
        "ExecutionTime": datetime(2020, 3, 9, 7, 0, 33, 748000, tzinfo=timezone.utc),
    },
    Items=[
        {
            "Id": "it's",
            "Severity": "HIGH",
            "Status": "COMPLIANT",
            "Details": {
                "a b": "\"$x\\\x07é\u2028",
            },
        },
    ],
)
print(response)
"#;
    assert_eq!(put(SOUND, Client::Boto3), wanted);
}

#[test]
fn javascript_takes_an_object_with_dates() {
    let wanted = r#"// An ES module: save it as put-compliance-items.mjs, for example.

import { SSMClient, PutComplianceItemsCommand } from "@aws-sdk/client-ssm";

const client = new SSMClient({ region: "us-east-1" });

const response = await client.send(
  new PutComplianceItemsCommand({
    ResourceId: "i-0123456789abcdef0",
    ResourceType: "ManagedInstance",
    ComplianceType: "Custom:A",
    ExecutionSummary: {
      ExecutionTime: new Date("2020-03-09T07:00:33.748Z"),
    },
    Items: [
      {
        Id: "it's",
        Severity: "HIGH",
        Status: "COMPLIANT",
        Details: {
          "a b": "\"$x\\\u0007é\u2028",
        },
      },
    ],
  }),
);
console.log(response);
"#;
    assert_eq!(put(SOUND, Client::JavaScript), wanted);
}

#[test]
fn curl_takes_the_body_of_the_wire() {
    let wanted = r#"# The service wants a signature. curl makes it with the credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN.

curl 'https://ssm.us-east-1.amazonaws.com/' \
  --aws-sigv4 'aws:amz:us-east-1:ssm' \
  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
  ${AWS_SESSION_TOKEN:+"-HX-Amz-Security-Token: $AWS_SESSION_TOKEN"} \
  --header 'Content-Type: application/x-amz-json-1.1' \
  --header 'X-Amz-Target: AmazonSSM.PutComplianceItems' \
  --data-binary '{"ResourceId":"i-0123456789abcdef0","ResourceType":"ManagedInstance","ComplianceType":"Custom:A","ExecutionSummary":{"ExecutionTime":1583737233.748},"Items":[{"Id":"it'\''s","Severity":"HIGH","Status":"COMPLIANT","Details":{"a b":"\"$x\\\u0007é\u2028"}}]}'
"#;
    assert_eq!(put(SOUND, Client::Curl), wanted);
}

#[test]
fn region_and_endpoint_go_into_every_program() {
    let options = BuildOptions {
        region: Some("eu-west-1".into()),
        endpoint: Some("http://[::1]:8787".into()),
        ..Default::default()
    };
    let piece = |client| match client {
        Client::AwsCli => "  --region eu-west-1 \\\n  --endpoint-url 'http://[::1]:8787' \\\n  --no-paginate \\\n",
        Client::Boto3 => {
            "boto3.client(\"ssm\", region_name=\"eu-west-1\", endpoint_url=\"http://[::1]:8787\")\n\nresponse = client.list_compliance_items()\n"
        }
        Client::JavaScript => "new SSMClient({ region: \"eu-west-1\", endpoint: \"http://[::1]:8787\" });\n",
        Client::Curl => "curl 'http://[::1]:8787/' \\\n  --globoff \\\n  --aws-sigv4 'aws:amz:eu-west-1:ssm' \\\n",
        Client::HuaweiPython | Client::Python => unreachable!("another service's"),
    };
    for client in CLIENTS {
        let program = of("ssm:ListComplianceItems", "{}", client, &options);
        assert!(program.contains(piece(client)), "{program}");
    }
}

#[test]
fn a_long_text_goes_through_a_file_or_standard_input() {
    let text = format!(r#"{{"ResourceIds":["{}"]}}"#, "'".repeat(20_000));
    let long = |client| of("ssm:ListComplianceItems", &text, client, &BuildOptions::default());
    let (aws, curl) = (long(Client::AwsCli), long(Client::Curl));
    assert!(aws.starts_with("cat > list-compliance-items.json <<'JSON'\n{\n"));
    assert!(aws.contains("\nJSON\n\naws ssm list-compliance-items \\\n"));
    assert!(aws.ends_with("  --cli-input-json file://list-compliance-items.json\n"));
    assert!(curl.contains("  --data-binary @- <<'JSON'\n{\""));
    assert!(curl.ends_with("}\nJSON\n"));
}

#[test]
fn comments_hold_whatever_a_key_is_made_of() {
    let keys = ["a\\nb", "\\u2028", "'; id #", "$(id)", "`id`", "coding:utf-16", "\\\\", "*/", "!!"];
    let details: Vec<String> = keys.iter().map(|key| format!("\"{key}\": 5")).collect();
    let text = format!(r#"{{ "Items": [ {{ "Details": {{ {} }} }} ] }}"#, details.join(", "));
    for client in CLIENTS {
        let program = put(&text, client);
        let comments: Vec<&str> = program.lines().take_while(|line| !line.is_empty()).collect();
        for line in &comments {
            assert!(line.starts_with("# ") || line.starts_with("// "), "{line}");
            assert!(!line.contains("coding:") || client != Client::Boto3, "{line}");
            // Nothing that zsh, which may take the comment for a command, would act on.
            let is_shell = matches!(client, Client::AwsCli | Client::Curl);
            let acts = |c: char| "'\"`$;&|<>()!*?[]{}~^=".contains(c);
            assert!(!is_shell || !line.chars().any(acts), "{line}");
        }
    }
}

#[test]
fn what_python_refuses_is_told_for_each_place() {
    let program = put(r#"{ "ResourceType": "", "ComplianceType": null, "Items": {}, "More": 1 }"#, Client::Boto3);
    for told in [
        "# /ResourceId: boto3 refuses the request before it is sent: this member is required.",
        "# /ComplianceType: boto3 refuses the request before it is sent: this member is required.",
        "# /ExecutionSummary: boto3 refuses the request before it is sent: this member is required.",
        "# /ResourceType: boto3 refuses the request before it is sent: it wants at least 1 character.",
        "# /Items: boto3 refuses the request before it is sent: it wants a list here.",
        "# /More: left out, because boto3 refuses a request with a member that it does not know.",
    ] {
        assert!(program.contains(told), "{told}\n{program}");
    }
    assert!(
        program.ends_with("client.put_compliance_items(\n    ResourceType=\"\",\n    Items={},\n)\nprint(response)\n"),
        "{program}"
    );
}

#[test]
fn many_notes_are_counted() {
    let details: Vec<String> = (0..50).map(|i| format!("\"k{i}\": {i}")).collect();
    let text = format!(r#"{{ "Items": [ {{ "Details": {{ {} }} }} ] }}"#, details.join(", "));
    let program = put(&text, Client::Boto3);
    assert_eq!(program.lines().filter(|line| line.starts_with("# /")).count(), 20);
    assert!(program.contains("# ... and the same kinds of things at "), "{program}");
}

#[test]
fn a_token_that_clients_make_up_is_told() {
    let told = |text: &str, client| {
        of("ssm:DeleteInventory", text, client, &BuildOptions::default()).contains("/ClientToken: ")
    };
    for client in CLIENTS {
        assert_eq!(told(r#"{ "TypeName": "Custom:A" }"#, client), client != Client::Curl);
        assert!(!told(r#"{ "TypeName": "Custom:A", "ClientToken": "x" }"#, client));
    }
}

#[test]
fn hashes_and_both_forms_reach_the_program() {
    let text = r#"{ "InstanceId": "i-0123456789abcdef0", "Items": [ { "TypeName": "Custom:A", "SchemaVersion": "1.0",
        "CaptureTime": "2019-01-01T00:00:00Z", "Content": [ { "a": "b" } ] } ] }"#;
    let filled = BuildOptions { fill_hashes: true, ..Default::default() };
    assert!(of("ssm:PutInventory", text, Client::Boto3, &filled).contains("\"ContentHash\": \""));

    let client = BuildOptions { form: Form::Client, ..Default::default() };
    let text = SOUND.replace("1583737233.748", "\"2020-03-09T08:00:33+01:00\"");
    let program = of("ssm:PutComplianceItems", &text, Client::JavaScript, &client);
    assert!(program.contains("new Date(\"2020-03-09T07:00:33Z\")"), "{program}");
}

#[test]
fn a_request_says_whose_it_is_where_that_is_asked_for() {
    let options = |key: &str| BuildOptions { access_key: Some(key.into()), ..Default::default() };
    let request = build("ssm:PutInventory", b"{}", &options("AKIDANN")).unwrap();
    let header = &request.headers["Authorization"];
    assert!(header.contains("Credential=AKIDANN/19700101/us-east-1/ssm/aws4_request"), "{header}");
    assert!(!build("ssm:PutInventory", b"{}", &BuildOptions::default()).unwrap().headers.contains_key("Authorization"));
    for key in ["", "AKID/ANN", "A, B", "A\r\nHost: x"] {
        assert_eq!(build("ssm:PutInventory", b"{}", &options(key)).unwrap_err().code(), "wrong-argument", "{key:?}");
    }
}

#[test]
fn what_is_no_request_is_refused() {
    for text in ["", "[]", "{", "{} {}", "null"] {
        let refused = snippet("ssm:PutInventory", text.as_bytes(), Client::Curl, &BuildOptions::default());
        assert_eq!(refused.unwrap_err().code(), "unreadable-text", "{text}");
    }
    assert_eq!(
        snippet("ssm:Nothing", b"{}", Client::Curl, &BuildOptions::default()).unwrap_err().code(),
        "unknown-operation"
    );
}

const REPORT: &str = r#"{ "domain_id": "d0", "policy_resource": { "resource_id": "d0", "resource_provider": null },
    "trigger_type": "period", "compliance_state": "Compliant", "policy_assignment_id": "a1", "function_urn": "urn:x",
    "evaluation_time": 1667374060248, "evaluation_hash": "89342b8f338165651991afb8bd471396" }"#;

#[test]
fn an_sdk_of_classes_takes_objects_and_the_account_from_its_credentials() {
    let wanted = r#"# The keys are read from HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; the package is huaweicloudsdkconfig.
# /function_urn: left out: the SDK's classes have no such member.
# /policy_resource/resource_provider: left out: the SDK sends no null.

import os

from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkconfig.v1 import (
    ConfigClient,
    PolicyResource,
    PolicyStateRequestBody,
    UpdatePolicyStateRequest,
)

credentials = GlobalCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"], "d0")
client = ConfigClient.new_builder().with_credentials(credentials).with_endpoint("https://rms.myhuaweicloud.com").build()

response = client.update_policy_state(UpdatePolicyStateRequest(
    body=PolicyStateRequestBody(
        policy_resource=PolicyResource(
            resource_id="d0",
        ),
        trigger_type="period",
        compliance_state="Compliant",
        policy_assignment_id="a1",
        evaluation_time=1667374060248,
        evaluation_hash="89342b8f338165651991afb8bd471396",
    ),
))
print(response)
"#;
    let program = of("huawei-config:UpdatePolicyState", REPORT, Client::HuaweiPython, &BuildOptions::default());
    assert_eq!(program, wanted);
    let text = r#"{ "domain_id": "d0", "policy_assignment_id": "a/1", "limit": 5, "marker": "abcd" }"#;
    let list = of(
        "huawei-config:ListPolicyStatesByAssignmentId",
        text,
        Client::HuaweiPython,
        &BuildOptions { region: Some("eu-de".into()), ..Default::default() },
    );
    let call = r#"
response = client.list_policy_states_by_assignment_id(ListPolicyStatesByAssignmentIdRequest(
    policy_assignment_id="a/1",
    limit=5,
    marker="abcd",
))
"#;
    assert!(list.contains(call), "{list}");
    assert!(list.contains(".with_endpoint(\"https://rms.eu-de.otc.t-systems.com\")"), "{list}");
}

#[test]
fn curl_sends_a_token_where_the_service_usually_wants_one() {
    let program = of("huawei-config:UpdatePolicyState", REPORT, Client::Curl, &BuildOptions::default());
    let wanted = "# The service wants a token of IAM, which is read from X_AUTH_TOKEN.\n\n\
                  curl 'https://rms.myhuaweicloud.com/v1/resource-manager/domains/";
    assert!(program.starts_with(wanted), "{program}");
    assert!(program.contains("--header \"X-Auth-Token: $X_AUTH_TOKEN\""), "{program}");
    assert!(!program.contains("aws") && !program.contains("your-token-here"), "{program}");
}

#[test]
fn curl_makes_no_form_of_a_request_without_a_body() {
    let rule = r#"{"domain_id":"d0","policy_assignment_id":"a0"}"#;
    let program = |operation, text| of(operation, text, Client::Curl, &BuildOptions::default());
    let list = program("huawei-config:ListPolicyStatesByDomainId", r#"{"domain_id":"d0","limit":5}"#);
    let url = "https://rms.myhuaweicloud.com/v1/resource-manager/domains/d0";
    let wanted = format!("curl '{url}/policy-states?limit=5' \\\n  --header \"X-Auth-Token: $X_AUTH_TOKEN\"\n");
    assert!(list.ends_with(&wanted), "{list}");
    let delete = program("huawei-config:DeletePolicyAssignment", rule);
    assert!(delete.contains("  --request DELETE \\\n") && !delete.contains("--data"), "{delete}");
    let enable = program("huawei-config:EnablePolicyAssignment", rule);
    assert!(enable.ends_with("  --data-binary ''\n") && !enable.contains("--request"), "{enable}");
}

#[test]
fn plain_python_sends_what_build_writes() {
    let wanted = r#"# The service wants a token of IAM, which is read from X_AUTH_TOKEN.

import os
import time

import requests

url = "https://rms.myhuaweicloud.com/v1/resource-manager/domains/d0/policy-states"
headers = {"X-Auth-Token": os.environ["X_AUTH_TOKEN"], "Content-Type": "application/json"}
body = {
    "policy_resource": {
        "resource_id": "d0",
        "resource_provider": None,
    },
    "trigger_type": "period",
    "compliance_state": "Compliant",
    "policy_assignment_id": "a1",
    "function_urn": "urn:x",
    "evaluation_time": 1667374060248,
    "evaluation_hash": "89342b8f338165651991afb8bd471396",
}

for attempt in range(3):
    response = requests.request("PUT", url, headers=headers, json=body, timeout=30)
    if response.status_code != 429:
        break
    time.sleep(1)
print(response.status_code, response.text)
"#;
    let program = of("huawei-config:UpdatePolicyState", REPORT, Client::Python, &BuildOptions::default());
    assert_eq!(program, wanted);
}

#[test]
fn clients_have_names() {
    for client in CLIENTS.into_iter().chain([Client::HuaweiPython, Client::Python]) {
        assert_eq!(Client::of(client.as_str()), Some(client));
    }
    assert_eq!(Client::of("perl"), None);
    assert_eq!(clients_of(services::SERVICES[0]), CLIENTS);
}

/// The words of botocore's `xform_name` itself.
#[test]
fn names_are_those_of_botocore() {
    for (name, snake) in [
        ("PutInventory", "put_inventory"),
        ("GetInventorySchema", "get_inventory_schema"),
        ("StartChangeRequestExecution", "start_change_request_execution"),
        ("ListWebACLs", "list_web_acls"),
        ("ARNs", "_arns"),
        ("SomeCNAMEs", "some_cnames"),
        ("GetHTTPEndpoint", "get_http_endpoint"),
        ("DescribeDBInstances", "describe_db_instances"),
        ("CreateHAPg", "create_ha_pg"),
        ("AddTags2Resource", "add_tags2_resource"),
        ("EC2Thing", "ec2_thing"),
        ("IPv6CidrBlock", "i_pv6_cidr_block"),
        ("ModifyVPCs2", "modify_vp_cs2"),
        ("A", "a"),
        ("", ""),
        ("already_done", "already_done"),
    ] {
        assert_eq!(names::separated(name, '_'), snake);
    }
    assert_eq!(names::separated("PutInventory", '-'), "put-inventory");
}
