//! The requests of this family, as code reads them.

use crate::services::ssm::automation::view::{Tag, Target, TargetLocation};

crate::views! {
    /// The request of StartChangeRequestExecution.
    StartChangeRequestExecutionRequest {
        scheduled_time: ScheduledTime,
        document_name: DocumentName,
        document_version: DocumentVersion,
        parameters: Parameters,
        change_request_name: ChangeRequestName,
        client_token: ClientToken,
        auto_approve: AutoApprove,
        runbooks: Runbooks as [Runbook],
        tags: Tags as [Tag],
        scheduled_end_time: ScheduledEndTime,
        change_details: ChangeDetails,
    }
    /// The runbook that a change request runs.
    Runbook {
        document_name: DocumentName,
        document_version: DocumentVersion,
        parameters: Parameters,
        target_parameter_name: TargetParameterName,
        targets: Targets as [Target],
        target_maps: TargetMaps,
        max_concurrency: MaxConcurrency,
        max_errors: MaxErrors,
        target_locations: TargetLocations as [TargetLocation],
    }
    /// The request of GetCalendarState.
    GetCalendarStateRequest {
        calendar_names: CalendarNames,
        at_time: AtTime,
    }
}
