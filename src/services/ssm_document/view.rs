//! The contents of documents as code reads them.

crate::views! {
    /// The content of a runbook. Its first four members are those of a change template too.
    Runbook {
        description: description,
        schema_version: schemaVersion,
        parameters: parameters,
        main_steps: mainSteps as [Step],
        assume_role: assumeRole,
        variables: variables,
        outputs: outputs,
        files: files,
    }
    /// The content of a change template.
    Template {
        description: description,
        schema_version: schemaVersion,
        parameters: parameters,
        main_steps: mainSteps as [Step],
        template_information: templateInformation,
        executable_run_books: executableRunBooks as [ExecutableRunBook],
        emergency_change: emergencyChange,
        auto_approvable: autoApprovable,
        assume_role: assumeRole,
        outputs: outputs,
    }
    /// What a document asks for, or a variable of it.
    Parameter {
        kind: type,
        description: description,
        default_value: default,
        allowed_values: allowedValues,
        allowed_pattern: allowedPattern,
        min_items: minItems,
        max_items: maxItems,
        min_chars: minChars,
        max_chars: maxChars,
    }
    /// A step. Which shape its inputs have, its action says.
    Step {
        name: name,
        action: action,
        description: description,
        inputs: inputs,
        on_failure: onFailure,
        on_cancel: onCancel,
        max_attempts: maxAttempts,
        timeout_seconds: timeoutSeconds,
        is_end: isEnd,
        is_critical: isCritical,
        next_step: nextStep,
        outputs: outputs,
    }
    /// The inputs of `aws:approve`.
    ApproveInputs {
        approvers: Approvers,
        message: Message,
        min_required_approvals: MinRequiredApprovals,
        notification_arn: NotificationArn,
        enhanced_approvals: EnhancedApprovals as EnhancedApprovals,
    }
    /// The approvers of a level.
    EnhancedApprovals {
        approvers: Approvers as [EnhancedApprover],
        notification_arn: NotificationArn,
    }
    /// A line of a level of approvals.
    EnhancedApprover {
        approver: approver,
        kind: type,
        min_required_approvals: minRequiredApprovals,
    }
    /// The inputs of `aws:sleep`.
    SleepInputs {
        duration: Duration,
        timestamp: Timestamp,
    }
    /// The inputs of `aws:branch`.
    BranchInputs {
        choices: Choices as [Choice],
        default_value: Default,
    }
    /// A choice of a branch, or a condition within one.
    Choice {
        next_step: NextStep,
        variable: Variable,
        all: And as [Choice],
        any: Or as [Choice],
        none: Not as Choice,
        string_equals: StringEquals,
        equals_ignore_case: EqualsIgnoreCase,
        starts_with: StartsWith,
        ends_with: EndsWith,
        contains: Contains,
        numeric_equals: NumericEquals,
        numeric_greater: NumericGreater,
        numeric_lesser: NumericLesser,
        numeric_greater_or_equals: NumericGreaterOrEquals,
        numeric_lesser_or_equals: NumericLesserOrEquals,
        boolean_equals: BooleanEquals,
    }
    /// The inputs of `aws:loop`.
    LoopInputs {
        steps: Steps as [Step],
        iterators: Iterators,
        iterator_data_type: IteratorDataType,
        loop_condition: LoopCondition as Choice,
        max_iterations: MaxIterations,
    }
    /// The inputs of `aws:updateVariable`.
    UpdateVariableInputs {
        name: Name,
        value: Value,
    }
    /// A runbook that a change template allows.
    ExecutableRunBook {
        name: name,
        version: version,
    }
}
