//! Documents that are here from the start. They have the names of documents that the vendor owns, are written by us,
//! and say so in their descriptions: what they do is what the vendor's are documented to do, as far as an emulator can.

use super::{AUTOMATION, CHANGE_TEMPLATE};

/// Name, type and content in YAML.
pub const BUILT_IN: &[(&str, &str, &str)] = &[
    ("AWS-HelloWorld", AUTOMATION, include_str!("hello-world.yaml")),
    ("AWS-HelloWorldChangeTemplate", CHANGE_TEMPLATE, include_str!("hello-world-change-template.yaml")),
    ("AWS-RestartEC2Instance", AUTOMATION, include_str!("restart-ec2-instance.yaml")),
    ("AWS-StartEC2Instance", AUTOMATION, include_str!("start-ec2-instance.yaml")),
    ("AWS-StopEC2Instance", AUTOMATION, include_str!("stop-ec2-instance.yaml")),
    ("AWS-StopEC2InstanceWithApproval", AUTOMATION, include_str!("stop-ec2-instance-with-approval.yaml")),
];
