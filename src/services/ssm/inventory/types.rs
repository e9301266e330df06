//! The inventory types that the service knows: AWS Systems Manager User Guide, "Metadata collected by inventory",
//! and the agent's own structures for those that the agent gathers.

/// An inventory type of the service.
pub struct InventoryType {
    /// Its name.
    pub name: &'static str,
    /// The schema version that the service supports.
    pub schema_version: &'static str,
    /// Its attributes, separated by spaces.
    attributes: &'static str,
    /// The members of the agent's structure in the order of declaration, which is the order in which they are
    /// hashed; `?` behind those that are left out when empty. Empty where the agent gathers no such type.
    agent: &'static str,
    /// Whether its items carry a context, which holds the sub type.
    pub has_context: bool,
}

impl InventoryType {
    /// The attributes that an entry may have.
    pub fn attributes(&self) -> impl Iterator<Item = &'static str> {
        self.attributes.split(' ')
    }

    /// The attributes that hold numbers; like all others they travel as texts.
    pub fn numbers(&self) -> impl Iterator<Item = &'static str> {
        self.attributes().filter(|name| self.is_number(name))
    }

    /// Whether an attribute holds a number.
    pub fn is_number(&self, attribute: &str) -> bool {
        attribute.ends_with("Count") || matches!(attribute, "CPUCores" | "CPUs" | "CPUSpeedMHz" | "CPUSockets")
    }

    /// The members of the agent's structure, each with whether it is left out when empty.
    pub fn agent_members(&self) -> impl Iterator<Item = (&'static str, bool)> {
        self.agent.split(' ').filter(|name| !name.is_empty()).map(|name| match name.strip_suffix('?') {
            Some(name) => (name, true),
            None => (name, false),
        })
    }
}

/// What can be counted by: the types and attributes of the User Guide's list, "Aggregating inventory data".
pub fn aggregatable(type_name: &str) -> Option<impl Iterator<Item = &'static str>> {
    AGGREGATABLE.iter().find(|(name, ..)| *name == type_name).map(|(_, _, attributes)| attributes.split(' '))
}

/// What the same list calls a type.
pub fn display_name(type_name: &str) -> Option<&'static str> {
    AGGREGATABLE.iter().find(|(name, ..)| *name == type_name).map(|(_, display_name, _)| *display_name)
}

const AGGREGATABLE: [(&str, &str, &str); 5] = [
    ("AWS:InstanceInformation", "Platform", "PlatformName PlatformType PlatformVersion"),
    ("AWS:Application", "Application", "Name Version"),
    ("AWS:Service", "Service", "Name DisplayName ServiceType Status StartType"),
    ("AWS:WindowsRole", "WindowsRole", "Name DisplayName FeatureType Installed"),
    ("AWS:ResourceGroup", "ResourceGroup", "Name"),
];

/// The type with a name.
pub fn known(name: &str) -> Option<&'static InventoryType> {
    TYPES.iter().find(|known| known.name == name)
}

/// The names of all types.
pub fn names() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|known| known.name)
}

const TYPES: &[InventoryType] = &[
    InventoryType {
        name: "AWS:InstanceInformation",
        schema_version: "1.0",
        attributes: "AgentType AgentVersion ComputerName InstanceId IpAddress PlatformName PlatformType PlatformVersion \
            ResourceType AgentStatus InstanceStatus",
        agent: "",
        has_context: false,
    },
    InventoryType {
        name: "AWS:Application",
        schema_version: "1.1",
        attributes: "Name ApplicationType Publisher Version Release Epoch InstalledTime Architecture URL Summary \
            PackageId",
        agent: "Name Publisher Version Release? Epoch? InstalledTime? ApplicationType? Architecture URL? Summary? \
            PackageId?",
        has_context: false,
    },
    InventoryType {
        name: "AWS:File",
        schema_version: "1.0",
        attributes: "Name Size Description FileVersion InstalledDate ModificationTime LastAccessTime ProductName \
            InstalledDir ProductLanguage CompanyName ProductVersion",
        agent: "Name Size Description FileVersion InstalledDate ModificationTime LastAccessTime ProductName \
            InstalledDir CompanyName ProductVersion ProductLanguage",
        has_context: false,
    },
    InventoryType {
        name: "AWS:Process",
        schema_version: "1.0",
        attributes: "StartTime CommandLine User FileName FileVersion FileDescription FileSize CompanyName ProductName \
            ProductVersion InstalledDate InstalledDir UsageId",
        agent: "",
        has_context: false,
    },
    InventoryType {
        name: "AWS:AWSComponent",
        schema_version: "1.0",
        attributes: "Name ApplicationType Publisher Version InstalledTime Architecture URL Release Epoch Summary \
            PackageId",
        agent: "Name Publisher Version Release? Epoch? InstalledTime? ApplicationType? Architecture URL? Summary? \
            PackageId?",
        has_context: false,
    },
    InventoryType {
        name: "AWS:WindowsUpdate",
        schema_version: "1.0",
        attributes: "HotFixId Description InstalledTime InstalledBy",
        agent: "HotFixId Description InstalledTime InstalledBy",
        has_context: false,
    },
    InventoryType {
        name: "AWS:Network",
        schema_version: "1.0",
        attributes: "Name SubnetMask Gateway DHCPServer DNSServer MacAddress IPV4 IPV6",
        agent: "Name SubnetMask? Gateway? DHCPServer? DNSServer? MacAddress IPV4 IPV6",
        has_context: false,
    },
    InventoryType {
        name: "AWS:PatchSummary",
        schema_version: "1.0",
        attributes: "PatchGroup BaselineId SnapshotId OwnerInformation InstalledCount InstalledPendingRebootCount \
            InstalledOtherCount InstalledRejectedCount NotApplicableCount UnreportedNotApplicableCount \
            MissingCount FailedCount OperationType OperationStartTime OperationEndTime InstallOverrideList \
            RebootOption LastNoRebootInstallOperationTime ExecutionId NonCompliantSeverity \
            SecurityNonCompliantCount CriticalNonCompliantCount OtherNonCompliantCount",
        agent: "",
        has_context: false,
    },
    InventoryType {
        name: "AWS:PatchCompliance",
        schema_version: "1.0",
        attributes: "Title KBId Classification Severity State InstalledTime",
        agent: "",
        has_context: false,
    },
    InventoryType {
        name: "AWS:ComplianceItem",
        schema_version: "1.0",
        attributes: "Id Title Status Severity DocumentName DocumentVersion Classification PatchBaselineId PatchSeverity \
            PatchState PatchGroup InstalledTime InstallOverrideList DetailedText DetailedLink CVEIds",
        agent: "",
        has_context: true,
    },
    InventoryType {
        name: "AWS:ComplianceSummary",
        schema_version: "1.0",
        attributes: "ComplianceType PatchGroup PatchBaselineId Status OverallSeverity ExecutionId ExecutionType \
            ExecutionTime CompliantCriticalCount CompliantHighCount CompliantMediumCount CompliantLowCount \
            CompliantInformationalCount CompliantUnspecifiedCount NonCompliantCriticalCount \
            NonCompliantHighCount NonCompliantMediumCount NonCompliantLowCount NonCompliantInformationalCount \
            NonCompliantUnspecifiedCount",
        agent: "",
        has_context: false,
    },
    InventoryType {
        name: "AWS:InstanceDetailedInformation",
        schema_version: "1.0",
        attributes: "CPUModel CPUCores CPUs CPUSpeedMHz CPUSockets CPUHyperThreadEnabled OSServicePack KernelVersion",
        agent: "CPUModel CPUSpeedMHz CPUs CPUSockets CPUCores CPUHyperThreadEnabled OSServicePack KernelVersion",
        has_context: false,
    },
    InventoryType {
        name: "AWS:Service",
        schema_version: "1.0",
        attributes: "Name DisplayName ServiceType Status DependentServices ServicesDependedOn StartType",
        agent: "Name DisplayName Status DependentServices ServicesDependedOn ServiceType StartType",
        has_context: false,
    },
    InventoryType {
        name: "AWS:WindowsRegistry",
        schema_version: "1.0",
        attributes: "KeyPath ValueName ValueType Value",
        agent: "ValueName ValueType KeyPath Value",
        has_context: false,
    },
    InventoryType {
        name: "AWS:WindowsRole",
        schema_version: "1.0",
        attributes: "Name DisplayName Path FeatureType DependsOn Description Installed InstalledState SubFeatures \
            ServerComponentDescriptor Parent",
        agent: "Name DisplayName Description Installed InstalledState FeatureType Path SubFeatures \
            ServerComponentDescriptor DependsOn Parent",
        has_context: false,
    },
    InventoryType { name: "AWS:Tag", schema_version: "1.0", attributes: "Key Value", agent: "", has_context: false },
    InventoryType {
        name: "AWS:ResourceGroup",
        schema_version: "1.0",
        attributes: "Name Arn",
        agent: "",
        has_context: false,
    },
    InventoryType {
        name: "AWS:BillingInfo",
        schema_version: "1.0",
        attributes: "BillingProductId",
        agent: "BillingProductId",
        has_context: false,
    },
];
