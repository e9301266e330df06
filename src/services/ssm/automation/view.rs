//! The requests of this family, as code reads them.

crate::views! {
    /// The request of SendAutomationSignal.
    SendAutomationSignalRequest {
        automation_execution_id: AutomationExecutionId,
        signal_type: SignalType,
        payload: Payload,
    }
    /// The request of StartAutomationExecution.
    StartAutomationExecutionRequest {
        document_name: DocumentName,
        document_version: DocumentVersion,
        parameters: Parameters,
        client_token: ClientToken,
        mode: Mode,
        target_parameter_name: TargetParameterName,
        targets: Targets as [Target],
        target_maps: TargetMaps,
        max_concurrency: MaxConcurrency,
        max_errors: MaxErrors,
        target_locations: TargetLocations as [TargetLocation],
        tags: Tags as [Tag],
        alarm_configuration: AlarmConfiguration,
        target_locations_url: TargetLocationsURL,
    }
    /// What a run is about.
    Target {
        key: Key,
        values: Values,
    }
    /// Accounts and regions to run in.
    TargetLocation {
        accounts: Accounts,
        regions: Regions,
        target_location_max_concurrency: TargetLocationMaxConcurrency,
        target_location_max_errors: TargetLocationMaxErrors,
        execution_role_name: ExecutionRoleName,
        target_location_alarm_configuration: TargetLocationAlarmConfiguration,
        include_child_organization_units: IncludeChildOrganizationUnits,
        exclude_accounts: ExcludeAccounts,
        targets: Targets as [Target],
        targets_max_concurrency: TargetsMaxConcurrency,
        targets_max_errors: TargetsMaxErrors,
    }
    /// Alarms that stop a run.
    AlarmConfiguration {
        ignore_poll_alarm_failure: IgnorePollAlarmFailure,
        alarms: Alarms as [Alarm],
    }
    /// An alarm.
    Alarm {
        name: Name,
    }
    /// A tag.
    Tag {
        key: Key,
        value: Value,
    }
    /// The request of StopAutomationExecution.
    StopAutomationExecutionRequest {
        automation_execution_id: AutomationExecutionId,
        type_: Type,
    }
    /// The request of GetAutomationExecution.
    GetAutomationExecutionRequest {
        automation_execution_id: AutomationExecutionId,
    }
    /// The request of DescribeAutomationExecutions.
    DescribeAutomationExecutionsRequest {
        filters: Filters as [AutomationExecutionFilter],
        max_results: MaxResults,
        next_token: NextToken,
    }
    /// A filter of the list of executions.
    AutomationExecutionFilter {
        key: Key,
        values: Values,
    }
    /// The request of DescribeAutomationStepExecutions.
    DescribeAutomationStepExecutionsRequest {
        automation_execution_id: AutomationExecutionId,
        filters: Filters as [StepExecutionFilter],
        next_token: NextToken,
        max_results: MaxResults,
        reverse_order: ReverseOrder,
    }
    /// A filter of the list of steps.
    StepExecutionFilter {
        key: Key,
        values: Values,
    }
}
